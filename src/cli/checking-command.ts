import { Command, ErrorOptions } from 'commander';

/** A command that ends with 1 where it finds something: one that is called wrongly ends with 2. */
export class CheckingCommand extends Command {
  public error(message: string, options?: ErrorOptions): never {
    return super.error(message, { ...options, exitCode: 2 });
  }
}
