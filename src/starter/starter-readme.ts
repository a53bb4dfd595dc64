import { RcProgram } from './rc-program';

/** A page on how to work in the repository. */
export function starterReadme(name: string, rc: RcProgram | undefined, hasImages: boolean): string {
  const commands = [
    ...(rc ? [[rc.install, "once: the tools that generate this repository's files"]] : []),
    ['npx projen', rc ? `after an edit of ${rc.file}` : 'after an edit of the rc file'],
    ['npx projen build', 'compile and test'],
    ['npx projen lint', 'clippy'],
    ['npx projen fmt', 'format'],
    ...(hasImages
      ? [
          ['npx projen image:build', 'the container image'],
          ['npx projen image:verify', 'is it static, does it start?'],
          ['npx projen image:run', 'run it'],
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
