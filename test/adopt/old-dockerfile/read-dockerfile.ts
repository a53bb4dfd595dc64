import { readDockerfile } from '../../../src/adopt/old-dockerfile/old-dockerfile';
import { OldDockerfile } from '../../../src/adopt/old-dockerfile/old-image';

/** What the project has, beside its sources; a folder by its slash. */
const PROJECT = [
  'config/',
  'config/default.toml',
  'migrations/',
  'static/',
  'a.toml',
  'b.toml',
  'docker-entrypoint.sh',
  'src/',
];

/** Reads a Dockerfile in a project of one binary. */
export function read(
  text: string,
  {
    binaries = ['app'],
    published = [] as (string | undefined)[],
    targets = [] as string[],
    variables = [] as string[],
    elsewhere = [] as string[],
    files = [] as string[],
    args = {},
  } = {},
): OldDockerfile {
  const clean = (path: string) => path.replace(/^\.?\/+|\/+$|^\.$/g, '');
  return readDockerfile(text, {
    file: 'Dockerfile',
    binaries,
    published,
    targets,
    args,
    find: (said) => {
      const path = clean(said);
      if (path === '') return { path: '.', kind: 'folder' };
      if (PROJECT.includes(`${path}/`)) return { path, kind: 'folder' };
      return [...PROJECT, ...files].includes(path) ? { path, kind: 'file' } : undefined;
    },
    isElsewhere: (path) => elsewhere.includes(clean(path)),
    list: (folder) => PROJECT.filter((path) => clean(folder) === '' && !path.slice(0, -1).includes('/')).map(clean),
    names: (variable) => variables.includes(variable),
  });
}

/** A stage that compiles it. */
export const BUILD = 'FROM rust:1 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n';
export const PROGRAM = 'COPY --from=build /src/target/release/app /usr/local/bin/app\n';
