import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Rust sources of a project, for a look at the variables that they name. */
export class RustSources {
  private text?: string;

  constructor(
    private readonly directory: string,
    private readonly files: readonly string[],
  ) {}

  public name(variable: string): boolean {
    this.text ??= this.files
      .filter((path) => path.endsWith('.rs'))
      .map((path) => readFileSync(join(this.directory, path), 'latin1'))
      .join('\n');
    return new RegExp(`(env!|var(_os)?)\\(\\s*"${variable}"`).test(this.text);
  }
}
