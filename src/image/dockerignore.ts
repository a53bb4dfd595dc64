import { IgnoreFile, Project } from 'projen';
import { BINARIES } from './image-tasks';

/**
 * What the build does not need to see: a list of what is left out, never of what is let in. Whatever a crate may want
 * to read at compile time (`Cargo.lock`, `.cargo/`, protos, migrations, assets, a README) stays in the context.
 */
export class Dockerignore extends IgnoreFile {
  constructor(project: Project) {
    super(project, '.dockerignore', { filterCommentLines: false, filterEmptyLines: false });
    this.addPatterns(
      '# compiled for another platform, and large; only at the root: `src/target/` may be a module',
      '/target',
      '',
      '# what the task `binaries` made; whatever else is in dist/ may be an asset',
      ...BINARIES,
      '',
      '# history and automation: they change without the program changing',
      '/.git',
      '/.github',
      '/.gitignore',
      '/.gitattributes',
      '/.dockerignore',
      '/Dockerfile',
      '/docker-bake.json',
      '',
      '# projen and its tools',
      '/.projen',
      '/.projenrc.*',
      '/node_modules',
      '/package.json',
      '/package-lock.json',
      '',
      '# secrets have no place in a layer',
      '**/.env',
      '**/.env.*',
    );
  }
}
