import { archOf, Platform } from '../platform';

/**
 * The lines of a whole Dockerfile.
 *
 * @param marker projen's, if it is to be there
 * @param skipped checks of BuildKit's that are not for this file
 */
export function wholeFile(marker: string | undefined, stages: string[], skipped: string[] = []): string[] {
  const lines = [
    // Directives come first: after any other comment they are comments themselves. No `check=error=true`: the frontend
    // floats, and each check that it adds would stop the build of a repository that did not change. What is generated
    // has none of its warnings, which our tests see to; of what the user adds it warns.
    '# syntax=docker/dockerfile:1',
    ...(skipped.length > 0 ? [`# check=skip=${skipped.join(',')}`] : []),
    ...(marker ? [`# ${marker}`] : []),
    '',
    ...stages,
    '',
  ];
  // a script ends in a blank line already; the file ends in a line break
  return lines.filter((line, i) => line !== '' || lines[i - 1] !== '');
}

/**
 * A `RUN` of a script that stops at the first command that fails.
 *
 * The blank line after it is for linters, which take the next instruction for a part of the script otherwise.
 */
export function run(script: string[], mounts: string[] = []): string[] {
  const options = mounts.map((mount) => `--mount=${mount}`).join(' \\\n    ');
  return [...`RUN ${options && `${options} `}<<"EOF"`.split('\n'), 'set -eu', ...script, 'EOF', ''];
}

/**
 * The shell of a stage that begins from somebody else's image: both bases have `bash -x` for theirs, which writes each
 * command with its values into the log.
 */
export const PLAIN_SHELL = [
  '# not that of the base, which writes each command with its values into the log',
  'SHELL ["/bin/sh", "-c"]',
];

/** A command with one flag a line. */
export function command(name: string, flags: string[]): string[] {
  return [name, ...flags].join(' \\\n  ').split('\n');
}

/** `COPY` of a file or folder to the same place, whatever its name has in it. */
export function copySame(path: string): string {
  const literal = path.replace(/\$/g, '\\$');
  return /\s/.test(path) ? `COPY ${JSON.stringify([literal, literal])}` : `COPY ${literal} ${literal}`;
}

/** `ENV` or `LABEL`, one assignment a line; the Dockerfile's own `$` and quotes are taken literally. */
export function assignments(instruction: string, values: Record<string, string>): string[] {
  const indent = ' '.repeat(instruction.length + 1);
  return Object.entries(values)
    .map(([key, value]) => `${key}="${value.replace(/[\\"$]/g, '\\$&')}"`)
    .map(
      (assignment, i, all) => `${i === 0 ? `${instruction} ` : indent}${assignment}${i < all.length - 1 ? ' \\' : ''}`,
    );
}

/** Installs packages of Debian or Ubuntu. */
export function aptInstall(packages: string[]): string[] {
  return [
    '# hadolint ignore=DL3008',
    ...run([
      'apt-get update',
      `apt-get install --yes --no-install-recommends ${packages.join(' ')}`,
      'rm -rf /var/lib/apt/lists/*',
    ]),
  ];
}

/** `FROM` the stage of the platform that is built for. Where there is one, it is that, whatever a build asks for. */
export function fromStageOf(stage: string, platforms: Platform[], name: string): string[] {
  return platforms.length === 1
    ? [`FROM ${stage}-${archOf(platforms[0])} AS ${name}`]
    : ['# hadolint ignore=DL3006', `FROM ${stage}-$TARGETARCH AS ${name}`];
}
