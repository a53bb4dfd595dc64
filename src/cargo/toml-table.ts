import { isTable, readToml, TomlValues } from './toml-parse';
import { assertMerged } from '../files/unfinished-merge';
import { UserError } from '../messages/user-error';

/** A table of a TOML file whose values are read by type: a wrong one is answered with the file and the key. */
export class TomlTable {
  /**
   * @param text the file's text without its byte order mark
   * @param file what messages call it
   */
  public static parse(text: string, file: string): TomlTable {
    return new TomlTable(file, [], parse(text, file));
  }

  private constructor(
    public readonly file: string,
    private readonly path: readonly string[],
    public readonly values: Readonly<TomlValues>,
  ) {}

  /** `file: path.to.key`, to begin a message with. */
  public at(...keys: string[]): string {
    return `${this.file}: ${this.keyPath(...keys)}`;
  }

  /** `path.to.key`, quoted where TOML wants it. */
  public keyPath(...keys: string[]): string {
    return [...this.path, ...keys].map((key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : `'${key}'`)).join('.');
  }

  public keys(): string[] {
    return Object.keys(this.values);
  }

  public has(key: string): boolean {
    return Object.hasOwn(this.values, key);
  }

  public string(key: string): string | undefined {
    return this.read(key, 'a string', (value) => typeof value === 'string');
  }

  public boolean(key: string): boolean | undefined {
    return this.read(key, 'true or false', (value) => typeof value === 'boolean');
  }

  public strings(key: string): string[] | undefined {
    return this.read(
      key,
      'a list of strings',
      (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
    );
  }

  public table(key: string): TomlTable | undefined {
    const values = this.read<TomlValues>(key, 'a table', isTable);
    return values && new TomlTable(this.file, [...this.path, key], values);
  }

  /** `[[key]]`, or `undefined` where there is none: that is not the same as an empty one. */
  public tables(key: string): TomlTable[] | undefined {
    const list = this.read<TomlValues[]>(
      key,
      `a list of tables, as in [[${key}]]`,
      (value) => Array.isArray(value) && value.every(isTable),
    );
    return list?.map((values) => new TomlTable(this.file, [...this.path, key], values));
  }

  private read<T>(key: string, expected: string, accepts: (value: unknown) => boolean): T | undefined {
    if (!this.has(key)) return undefined;
    const value = this.values[key];
    if (!accepts(value)) throw new UserError(`${this.at(key)} must be ${expected}`);
    return value as T;
  }
}

function parse(text: string, file: string): TomlValues {
  try {
    return readToml(text);
  } catch (error) {
    const { line, col, message } = error as { line: number; col: number; message: string };
    assertMerged(file, text, (mark) => mark.sign === '<' || mark.sign === '>' || mark.line === line + 1);
    // the parser counts columns from 1 in the first line, and from 0 in all others
    throw new UserError(
      `${file}:${line + 1}:${line === 0 ? col : col + 1}: not valid TOML: ${inWords(message.split(/ at row|\n/)[0])}`,
    );
  }
}

/** The parser names some characters by their code. */
function inWords(message: string): string {
  return message
    .replace(
      /^Unknown character "(\d+)"$/,
      (_, code) => `unexpected ${JSON.stringify(String.fromCodePoint(Number(code)))}`,
    )
    .replace(
      /^Unknown escape character: (\d+)$/,
      (_, code) => `unknown escape \\${String.fromCodePoint(Number(code))} in a string`,
    );
}
