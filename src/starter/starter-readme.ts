/** What the page says. */
export interface StarterReadmeOptions {
  readonly name: string;
  /** What defines the project, if that is known. */
  readonly rcFile?: string;
  /** The command that installs what that needs, if it is known. */
  readonly install?: string;
  /** The command that runs projen. */
  readonly projen: string;
  readonly hasImages: boolean;
}

/** A page on how to work in the repository. */
export function starterReadme({ name, rcFile, install, projen, hasImages }: StarterReadmeOptions): string {
  const commands = [
    ...(install ? [[install, "once: the tools that generate this repository's files"]] : []),
    [projen, `after an edit of ${rcFile ?? 'the rc file'}`],
    [`${projen} build`, 'compile and test'],
    [`${projen} lint`, 'clippy'],
    [`${projen} fmt`, 'format'],
    ...(hasImages
      ? [
          [`${projen} image:build`, 'the container image'],
          [`${projen} image:verify`, 'is it static, does it start?'],
          [`${projen} image:run`, 'run it'],
          [`${projen} chef:doctor`, 'what of this machine or this repository fails'],
        ]
      : []),
  ];
  const width = Math.max(...commands.map(([text]) => text.length));
  return [
    `# ${name}`,
    '',
    '```sh',
    ...commands.map(([text, what]) => `${text.padEnd(width)}  # ${what}`),
    '```',
    '',
  ].join('\n');
}
