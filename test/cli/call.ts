import { Command, CommanderError } from 'commander';

/** What a call of a command prints, and the code that it ends with. */
export function call(command: Command, args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const { exitCode } = process;
  process.exitCode = undefined;
  command
    .exitOverride()
    .configureOutput({ writeErr: (text) => void (err += text), writeOut: (text) => void (out += text) });
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += text), true));
  try {
    command.parse(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode, out, err };
  } finally {
    stdout.mockRestore();
    process.exitCode = exitCode;
  }
}
