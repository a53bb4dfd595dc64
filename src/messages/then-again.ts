import { isAdopting } from './adopting';
import { isProjenNew } from './projen-new';

/** What follows on a remedy that may be an option: `projen new` has no rc file yet to say one in, and `adopt` none. */
export function thenAgain(): string {
  if (isAdopting()) return 'Commit that, and adopt again.';
  return isProjenNew()
    ? 'Then give the same command again: as it is, where that needs no option; else with `--no-synth --no-git`, which writes the ' +
        'rc file alone. Say the option there, and run that file.'
    : 'Then synth again.';
}
