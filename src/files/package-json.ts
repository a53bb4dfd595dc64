import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Component, Project } from 'projen';
import { contentOf } from './content-of';
import { HandWrittenFiles } from './hand-written-files';
import { isFromNpmInit, isScriptFromNpmInit } from './npm-init';
import { projectsOf } from './projects-of';
import { assertMerged } from './unfinished-merge';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';

const ID = 'muslrust-chef-package-json';
const FILE = 'package.json';

/** Those of which `NodePackage` keeps its own and deletes the others, as soon as it is made (projen, node-package.ts). */
const LOCK_FILES = ['yarn.lock', 'package-lock.json', 'pnpm-lock.yaml', 'bun.lockb'];

/** What it writes besides, by package manager: pnpm's and yarn's own files, or none where there is nothing to say in them. */
const OTHERS = ['pnpm-workspace.yaml', '.yarnrc.yml'];

const WAYS_OUT =
  'Either take NodePackage out of the rc file, and the file stays yours, or say this in the rc file and remove the file: ' +
  "by options of NodePackage (`authorName`, `description`, `license`, …), its `setScript('build', 'vite build')` and `addField('private', true)`.";

type Manifest = Record<string, unknown>;

/** Stops the synth where projen's `NodePackage` would take something out of a `package.json` that it did not write. */
export class PackageJsonGuard extends Component {
  /** Watches over the files of a project's whole tree. */
  public static watch(project: Project): void {
    if (!project.root.node.tryFindChild(ID)) {
      new PackageJsonGuard(project.root);
    }
  }

  /**
   * Whether a `package.json` is projen's, or has nothing to lose: there is none, or none but what `npm init` writes, and
   * these packages to install. `projen new --from` leaves such a one, since it installs the project type before it has it.
   * One that projen wrote once is projen's: what would be taken out of it is said when all of the new one is known.
   */
  public static isFree(project: Project, packages: string[]): boolean {
    return (
      HandWrittenFiles.isFree(project, FILE) ||
      HandWrittenFiles.listed(project).includes(FILE) ||
      losses(project.outdir, PackageJsonGuard.read(project), {}, new Set(packages)).length === 0
    );
  }

  /** Those of some packages that a `package.json` does not install. */
  public static lacks(project: Project, packages: string[]): string[] {
    const manifest = PackageJsonGuard.read(project);
    const installed = { ...(manifest.dependencies as object), ...(manifest.devDependencies as object) };
    return packages.filter((name) => !(name in installed));
  }

  private static read(project: Project): Manifest {
    const text = readFileSync(join(project.outdir, FILE), 'utf8');
    const manifest = parse(text);
    if (!isObject(manifest)) {
      assertMerged(FILE, text);
      throw new UserError(`${FILE} is not valid JSON, or no object: mend it, and synth again`);
    }
    return manifest;
  }

  private constructor(private readonly root: Project) {
    super(root, ID);
  }

  /** Before anything is written. */
  public preSynthesize(): void {
    for (const project of projectsOf(this.root)) {
      const file = project.tryFindFile(FILE);
      if (!file) continue;
      const other = OTHERS.find((name) => project.tryFindFile(name) && !HandWrittenFiles.isFree(project, name));
      if (other) {
        throw new UserError(
          `${other}: projen did not write this, and NodePackage would replace it. ${whatChanged(project)} ${WAYS_OUT}`,
        );
      }
      if (HandWrittenFiles.isFree(project, FILE)) continue;
      const after: Manifest = JSON.parse(contentOf(file) ?? '{}');
      const dependencies = new Set(project.deps.all.map(({ name }) => name));
      const lost = losses(project.outdir, PackageJsonGuard.read(project), after, dependencies);
      if (lost.length > 0) {
        throw new UserError(
          `${FILE}: projen did not write this, and would take ${lost.join(', ')} out of it. ${whatChanged(project)} ${WAYS_OUT}`,
        );
      }
    }
  }
}

/** `NodePackage` has been made by now, and may have deleted what the repository installs its packages by. */
function whatChanged(project: Project): string {
  const unchanged = 'It has not been changed';
  const own = LOCK_FILES.find((name) => existsSync(join(project.outdir, name)));
  const deleted = own === undefined ? [] : GitRepository.of(project).deletedIn(project.outdir, LOCK_FILES);
  if (deleted.length === 0) return `${unchanged}.`;
  const names = deleted.join(' ');
  return (
    `${unchanged}, but ${names} is gone: NodePackage deletes the lock files of other package managers where it finds its own. ` +
    `Once NodePackage is out of the rc file, \`git restore ${names} && rm ${own}\` undoes that.`
  );
}

/** What is not there afterwards, and was asked for by somebody. */
function losses(folder: string, before: Manifest, after: Manifest, dependencies: ReadonlySet<string>): string[] {
  return Object.entries(before).flatMap(([field, value]) => {
    if (field === 'name' || isEmpty(value) || isEqual(value, after[field]) || isFromNpmInit(folder, field, value)) {
      return [];
    }
    if (!isObject(value)) {
      return [field];
    }
    const kept = isObject(after[field]) ? after[field] : {};
    const isKept = (key: string) =>
      field.endsWith('ependencies')
        ? dependencies.has(key) || key in kept
        : isEqual(value[key], kept[key]) || (field === 'scripts' && isScriptFromNpmInit(key, value[key]));
    return Object.keys(value)
      .filter((key) => !isKept(key))
      .map((key) => `${field}.${key}`);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
