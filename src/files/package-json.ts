import { readFileSync } from 'fs';
import { Component, FileBase, IResolver, Project } from 'projen';
import { HandWrittenFiles } from './hand-written-files';

const ID = 'muslrust-chef-package-json';
const FILE = 'package.json';

/** What `npm init` writes without having been asked: nothing is lost with it. */
const DEFAULTS: Record<string, unknown> = {
  version: '1.0.0',
  main: 'index.js',
  type: 'commonjs',
  license: 'ISC',
  description: '',
  author: '',
  scripts: { test: 'echo "Error: no test specified" && exit 1' },
};

/** Stops the synth where projen's `NodePackage` would take something out of a `package.json` that it did not write. */
export class PackageJsonGuard extends Component {
  /** Watches over the files of a project's whole tree. */
  public static watch(project: Project): void {
    if (!project.root.node.tryFindChild(ID)) {
      new PackageJsonGuard(project.root);
    }
  }

  private constructor(private readonly root: Project) {
    super(root, ID);
  }

  /** Before anything is written. */
  public preSynthesize(): void {
    for (const project of this.root.node.findAll().filter((node): node is Project => Project.isProject(node))) {
      const file = project.tryFindFile(FILE);
      const lost = !file || HandWrittenFiles.isFree(project, FILE) ? [] : losses(project, file);
      if (lost.length > 0) {
        throw new Error(
          `${FILE}: projen did not write this, and would take ${lost.join(', ')} out of it. Nothing has been changed. ` +
            'No NodePackage is needed where there is a package.json: leave it out of the rc file, and have projen, ' +
            'constructs and projen-muslrust-chef among the devDependencies. If the project type brings it along, say the ' +
            'same in the rc file, and remove the file.',
        );
      }
    }
  }
}

function losses(project: Project, file: FileBase): string[] {
  const before: Record<string, unknown> = JSON.parse(readFileSync(file.absolutePath, 'utf8'));
  const rendering = file as unknown as { synthesizeContent(resolver: IResolver): string | undefined };
  const after: Record<string, unknown> = JSON.parse(rendering.synthesizeContent({ resolve }) ?? '{}');
  const dependencies = new Set(project.deps.all.map(({ name }) => name));
  return Object.entries(before).flatMap(([field, value]) => {
    if (field === 'name' || isEmpty(value) || isEqual(value, DEFAULTS[field]) || isEqual(value, after[field])) {
      return [];
    }
    if (!isObject(value)) {
      return [field];
    }
    const kept = isObject(after[field]) ? after[field] : {};
    const isKept = (key: string) =>
      field.endsWith('ependencies') ? dependencies.has(key) || key in kept : isEqual(value[key], kept[key]);
    return Object.keys(value)
      .filter((key) => !isKept(key))
      .map((key) => `${field}.${key}`);
  });
}

/** As projen does when it renders: values may be functions that are called at the end. */
function resolve(value: unknown): unknown {
  if (typeof value === 'function') return resolve(value());
  if (Array.isArray(value)) return value.map(resolve);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)])) : value;
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
