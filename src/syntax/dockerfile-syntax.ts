import { commentLines, DockerfileStage, DockerfileStageOptions } from './dockerfile-stage';
import { madeBy } from '../generator';
import { archOf, Platform } from '../platform';

/**
 * The text of a whole Dockerfile.
 *
 * @param marker projen's, if it is to be there
 * @param skipped checks of BuildKit's that are not for this file
 */
export function wholeFile(marker: string | undefined, stages: DockerfileStage[], skipped: string[] = []): string {
  const head = [
    // Directives come first: after any other comment they are comments themselves. No `check=error=true`: the frontend
    // floats, and each check that it adds would stop the build of a repository that did not change. What is generated
    // has none of its warnings, which our tests see to; of what the user adds it warns.
    '# syntax=docker/dockerfile:1',
    ...(skipped.length > 0 ? [`# check=skip=${skipped.join(',')}`] : []),
    ...(marker ? [`# ${marker}`, `# ${madeBy()}`] : []),
  ];
  return [head.join('\n'), ...stages.map(String)].map((part) => `${part}\n`).join('\n');
}

/**
 * The stages, without comments that stand further up in the file already.
 *
 * @param theirs stages and instructions of the user's, which stay as they are
 */
export function saidOnce(
  stages: DockerfileStage[],
  theirs: ReadonlySet<DockerfileStage | string> = new Set(),
): DockerfileStage[] {
  const said = new Set<string>();
  const fresh = (lines: string[]) => {
    // what linters read is for the next instruction alone
    const [pragmas, words] = [true, false].map((wanted) =>
      lines.filter((line) => /^(# )?hadolint /.test(line) === wanted),
    );
    const text = words.join('\n');
    const isRepeated = said.has(text);
    said.add(text);
    return isRepeated ? pragmas : lines;
  };
  return stages.map((stage) =>
    theirs.has(stage)
      ? stage
      : new DockerfileStage({
          ...stage,
          comment: fresh(stage.comment?.split('\n') ?? []).join('\n') || undefined,
          instructions: stage.instructions.map((instruction) =>
            theirs.has(instruction)
              ? instruction
              : instruction.replace(/^(#.*\n)+/gm, (comment) =>
                  fresh(comment.trimEnd().split('\n'))
                    .map((line) => `${line}\n`)
                    .join(''),
                ),
          ),
        }),
  );
}

/** An instruction with its reason above it. */
export function because(reason: string, instruction: string): string {
  return `${commentLines(reason)}\n${instruction}`;
}

/**
 * A `RUN` of a script that stops at the first command that fails.
 */
export function run(script: string[], mounts: string[] = []): string {
  const options = mounts.map((mount) => `--mount=${mount}`).join(' \\\n    ');
  return [`RUN ${options && `${options} `}<<"EOF"`, 'set -eu', ...script, 'EOF'].join('\n');
}

/**
 * The shell of a stage that begins from somebody else's image: both bases have `bash -x` for theirs, which writes each
 * command with its values into the log.
 */
export const PLAIN_SHELL = because(
  "not the base's own shell, which traces each command with its values into the log",
  'SHELL ["/bin/sh", "-c"]',
);

/** A command: on one line, or else with its flags on another, or with one flag a line. */
export function command(name: string, flags: string[]): string[] {
  const all = [name, ...flags].join(' ');
  if (all.length <= 120) return [all];
  const line = flags.join(' ');
  return line.length <= 118 ? [`${name} \\`, `  ${line}`] : [name, ...flags].join(' \\\n  ').split('\n');
}

/** A word that a Dockerfile means as it is: without variables, quotes and escapes. (BuildKit, dockerfile/shell/lex.go) */
export function literal(word: string): string {
  return word.replace(/[\\"'$]/g, '\\$&');
}

/**
 * `COPY` of what is called so, and of nothing else, whatever its name has in it. Sources are patterns, by Go's
 * `filepath.Match`, from the first part on that has one; git's addresses and here-documents begin otherwise than by `./`.
 *
 * @param source in the build context
 * @param flags e.g. `--chmod=0444`
 */
export function copy(source: string, target: string, ...flags: string[]): string {
  const parts = source.split('/');
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  const pattern = parts
    .map((part, i) => (first < 0 || i < first ? part : part.replace(/[*?[]/g, '[$&]').replace(/\\/g, '\\\\')))
    .join('/');
  const words = [/^[\w./][^:]*$/.test(pattern) ? pattern : `./${pattern}`, target].map(literal);
  const isPlain = words.every((word) => /^[\w./@%+=,~-]+$/.test(word));
  return ['COPY', ...flags, ...(isPlain ? words : [JSON.stringify(words)])].join(' ');
}

/** `ENV` or `LABEL`, one assignment a line, if there are any; the Dockerfile's own `$` and quotes are taken literally. */
export function assignments(instruction: string, values: Record<string, string>): string[] {
  const indent = ' '.repeat(instruction.length + 1);
  const all = Object.entries(values).map(([key, value]) => `${key}="${value.replace(/[\\"$]/g, '\\$&')}"`);
  return all.length > 0 ? [`${instruction} ${all.join(` \\\n${indent}`)}`] : [];
}

/** Installs packages of Debian or Ubuntu. */
export function aptInstall(packages: string[]): string {
  return because(
    'hadolint ignore=DL3008',
    run([
      'apt-get update',
      `apt-get install --yes --no-install-recommends ${packages.join(' ')}`,
      'rm -rf /var/lib/apt/lists/*',
    ]),
  );
}

/** Begins from the stage of the platform that is built for. Where there is one, it is that, whatever a build asks for. */
export function fromStageOf(
  stage: string,
  platforms: Platform[],
  comment?: string,
): Pick<DockerfileStageOptions, 'from' | 'comment'> {
  return platforms.length === 1
    ? { from: `${stage}-${archOf(platforms[0])}`, comment }
    : { from: `${stage}-$TARGETARCH`, comment: [comment, 'hadolint ignore=DL3006'].filter(Boolean).join('\n') };
}
