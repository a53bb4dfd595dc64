import { RcProgram } from './rc-program';

/** A page on how to work in the repository. */
export function starterReadme(name: string, rc: RcProgram | undefined, hasImages: boolean): string {
  return [
    `# ${name}`,
    '',
    '```sh',
    ...(rc ? [command(rc.install, "once: the tools that generate this repository's files")] : []),
    command('npx projen', rc ? `after an edit of ${rc.file}` : 'after an edit of the rc file'),
    command('npx projen build', 'compile and test'),
    command('npx projen lint', 'clippy'),
    command('npx projen fmt', 'format'),
    ...(hasImages
      ? [
          command('npx projen image:build', 'the container image'),
          command('npx projen image:verify', 'is it static, does it start?'),
          'npx projen image:run',
        ]
      : []),
    '```',
    '',
  ].join('\n');
}

function command(text: string, comment: string): string {
  return `${text.padEnd(24)} # ${comment}`;
}
