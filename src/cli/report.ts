import { statSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CheckingCommand } from './checking-command';
import { asMarkdown } from '../report/as-markdown';
import { asText } from '../report/as-text';
import { Concern, concerned, CONCERNS, reportOnFleet } from '../report/fleet-report';

interface Flags {
  readonly json?: true;
  readonly markdown?: true;
  readonly failOn?: Concern[];
}

/** `projen-muslrust-chef report`. */
export function reportCommand(): Command {
  const command = new CheckingCommand('report')
    .description(
      'Says of each project below some folders which release synthesised it, which pins are behind, which generated files differ, ' +
        'what was found, and where its images are. Reads .projen/muslrust-chef.json: no network, nothing that is installed there.',
    )
    .argument('<dir...>', 'repositories, or folders of them')
    .addOption(new Option('--json', 'for programs').conflicts('markdown'))
    .option('--markdown', 'for a page on GitHub')
    .option(
      '--fail-on <what>',
      `exit with 1 where there is any: ${CONCERNS.join(', ')}, or several of them with commas between; a record that can't be read counts as each`,
      concerns,
    )
    .action((folders: string[], { json, markdown, failOn = [] }: Flags) => {
      const none = folders.find((folder) => !statSync(folder, { throwIfNoEntry: false })?.isDirectory());
      if (none !== undefined) command.error(`error: ${none} is no folder`);
      const report = reportOnFleet(folders);
      process.stdout.write(
        json ? `${JSON.stringify(report, undefined, 2)}\n` : markdown ? asMarkdown(report) : asText(report),
      );
      const isUnread = report.projects.some(({ fault }) => fault !== undefined);
      if (failOn.some((concern) => isUnread || concerned(report, concern).length > 0)) process.exitCode = 1;
    });
  return command;
}

function concerns(text: string, before: Concern[] = []): Concern[] {
  const named = text.split(',').map((each) => each.trim());
  const unknown = named.find((each) => !(CONCERNS as readonly string[]).includes(each));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`${JSON.stringify(unknown)} is none of ${CONCERNS.join(', ')}.`);
  }
  return [...before, ...(named as Concern[])];
}
