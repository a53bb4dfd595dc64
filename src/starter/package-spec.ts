import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import { Dependencies } from 'projen';

type Versions = Record<string, string>;

/** A package that npm installs, as its command line takes it. */
export class PackageSpec {
  /** Its name, unless it has none and `package.json` does not know it. */
  public readonly name?: string;

  /** As projen takes it: by its name. */
  public readonly named: string;

  /**
   * @param folder where npm installs it
   * @param spec with a name or without: `projen new --from` hands on what it was given, which may be a path, a URL or a
   * repository. By then npm has installed it, and written its name into `package.json`.
   */
  constructor(folder: string, spec: string) {
    this.name = hasName(spec) ? Dependencies.parseDependency(spec).name : installedFrom(folder, spec);
    this.named = hasName(spec) || this.name === undefined ? spec : `${this.name}@${spec}`;
  }
}

/** By npm's own rules (npm-package-arg, lib/npa.js). */
function hasName(spec: string): boolean {
  const [beginning] = spec.slice(1).split('@', 1);
  const name = spec.slice(0, 1) + beginning;
  return !(
    /^(git\+)?[a-z]+:/i.test(spec) ||
    /^[^@]+@[^:.]+\.[^:]+:.+$/.test(spec) ||
    (!name.startsWith('@') && (/[\\/]/.test(name) || /\.(tgz|tar\.gz|tar)$/i.test(name)))
  );
}

function installedFrom(folder: string, spec: string): string | undefined {
  const place = (path: string) => resolve(folder, path.replace(/^file:/, ''));
  return Object.entries(installed(folder)).find(
    // npm has a path begin with `file:`, and writes where a repository is: `acme/tools` is `github:acme/tools`
    ([, version]) => version.endsWith(spec) || place(version) === place(spec),
  )?.[0];
}

function installed(folder: string): Versions {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).devDependencies ?? {};
  } catch {
    // there is none, or none that can be read: npm will say so
    return {};
  }
}
