import { statSync } from 'node:fs';
import { Command } from 'commander';
import { CheckingCommand } from './checking-command';
import { asText } from '../doctor/as-text';
import { diagnose } from '../doctor/diagnosis';

interface Flags {
  readonly json?: true;
}

/** `projen-muslrust-chef doctor`, which the task `chef:doctor` runs. */
export function doctorCommand(): Command {
  const command = new CheckingCommand('doctor')
    .description(
      'Says of this machine and of a repository what fails, or may: Docker and its builder, the toolchain, Cargo.lock, generated ' +
        'files, pins, crates. It changes nothing and asks no network. It ends with 1 where something fails.',
    )
    .argument('[dir]', 'the folder of the rc file', '.')
    .option('--json', 'for programs')
    .action((folder: string, { json }: Flags) => {
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
        command.error(`error: ${folder} is no folder`);
      }
      const diagnosis = diagnose(folder);
      process.stdout.write(json ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : asText(diagnosis));
      if (diagnosis.lines.some(({ level }) => level === 'fails')) process.exitCode = 1;
    });
  return command;
}
