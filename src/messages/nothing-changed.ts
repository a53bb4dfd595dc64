import { isProjenNew } from './projen-new';

/**
 * That a stop leaves all as it was. `projen new --from` has had npm install the project type by then, and npm writes into
 * `package.json` what it installs.
 */
export function nothingChanged(): string {
  return isProjenNew()
    ? 'Nothing has been changed, but for what npm wrote into package.json.'
    : 'Nothing has been changed.';
}
