import confirm from '@inquirer/confirm';
import { Command, Option } from 'commander';
import { Adoption } from '../adopt/adopt';
import { RcLanguage } from '../adopt/rc-file/rc-model';
import { UserError } from '../messages/user-error';

interface Flags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly rc: RcLanguage;
}

/** `projen-muslrust-chef adopt`: shows what would be, asks, does it. */
export function adoptCommand(): Command {
  return new Command('adopt')
    .description(
      'Take this package into a repository that exists: reads its Dockerfile and workflows, shows all that would change, asks, and does it.',
    )
    .argument('[folders...]', 'of the Cargo packages or workspaces; the current one if none is named')
    .option('--dry-run', 'end after the diff, with 1 where it would not be applied')
    .option('--yes', 'do not ask')
    .addOption(new Option('--rc <language>', 'of the rc file').choices(['js', 'ts', 'py']).default('js'))
    .action(async (folders: string[], flags: Flags) => {
      process.exitCode = await adopt(folders, flags);
    });
}

async function adopt(folders: string[], { dryRun, yes, rc }: Flags): Promise<number> {
  const print = (...lines: string[]) => process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  if (!dryRun && !yes && !process.stdin.isTTY) {
    print(
      'Nothing has been changed: this is no terminal, so nobody can be asked. --dry-run shows what would change, --yes changes it.',
    );
    return 1;
  }
  let adoption: Adoption;
  try {
    adoption = new Adoption({ folders, rc, isColoured: process.stdout.isTTY, isDry: dryRun });
  } catch (error) {
    return fail(error);
  }
  try {
    print(adoption.diff.trimEnd(), '');
    if (adoption.said.trim() !== '') print('The synth says:', adoption.said.trimEnd(), '');
    if (adoption.remarks.length > 0) {
      print(
        'Different from now on, or to be done by hand:',
        ...adoption.remarks.map(({ file, line, text }) => `  ${file}:${line}: ${text}`),
        '',
      );
    }
    if (dryRun) print('--dry-run: nothing has been changed.');
    adoption.assertCanBeApplied();
    if (dryRun) return 0;
    if (!yes && !(await confirm({ message: 'Change all of this?', default: false }))) {
      print('Nothing has been changed.');
      return 1;
    }
    adoption.apply();
    const { added, changed, removed } = adoption.changes;
    print(
      ...list('Added', added),
      ...list('Changed', changed),
      ...list('Removed', removed),
      `To undo it, in ${adoption.repository.root}:`,
      ...adoption.undo.map((command) => `  ${command}`),
      '',
      'Next:',
      ...adoption.next.map((command) => `  ${command}`),
    );
    return 0;
  } catch (error) {
    return fail(error, dryRun ? 'Without --dry-run it would have stopped before any change: ' : '');
  } finally {
    adoption.end();
  }
}

function list(title: string, paths: readonly string[]): string[] {
  return paths.length === 0 ? [] : [`${title}:`, ...paths.map((path) => `  ${path}`), ''];
}

function fail(error: unknown, before = ''): number {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${before}${error.message}\n`);
  return 1;
}
