import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { lineEnd } from '../files/line-end';
import { StarterFiles } from '../files/starter-files';
import { GENERATOR, PACKAGES, versionOf } from '../generator';

/** How the programs that write a requirements file say in its first lines what wrote it, and as which module Python runs them. */
const COMPILERS = [
  { said: /^#\s+uv (pip compile [^\n]*)$/m, installs: 'uv', module: 'uv' },
  { said: /^#\s+pip-(compile [^\n]*)$/m, installs: 'pip-tools', module: 'piptools' },
];

/** Words that are the same to each shell. */
const PLAIN = /^[\w./@=:,+ -]+$/;

/**
 * A requirements file of pip's that says which releases synthesise. (https://pip.pypa.io/en/stable/reference/requirements-file-format/)
 */
export class RequirementsFile {
  /** What projen calls the one for what is needed to develop. */
  public static readonly NAME = 'requirements-dev.txt';

  /** The lines that pin what runs. */
  public static get pins(): string[] {
    return PACKAGES.map((name) => `${name}==${versionOf(name)}`);
  }

  /** The one of a project, or that it starts with, which pins projen and this package. */
  public static of(root: Project): RequirementsFile | undefined {
    const starters = StarterFiles.contentsOf(root);
    const names = [...(existsSync(root.outdir) ? readdirSync(root.outdir) : []), ...Object.keys(starters)];
    return names
      .filter((name) => /^requirements[\w.-]*\.txt$/.test(name))
      .sort()
      .map((name) => new RequirementsFile(name, starters[name] ?? readFileSync(join(root.outdir, name), 'utf8')))
      .find((file) => ['projen', GENERATOR.name].every((name) => file.has(name)));
  }

  constructor(
    public readonly name: string,
    private readonly text: string,
  ) {}

  /** The packages that it pins to a release; one from a file or by git has no newer one. */
  public get pinned(): string[] {
    return PACKAGES.filter((name) =>
      this.line(name, '[ \\t]*(?:\\[[^\\]\\n]*\\][ \\t]*)?==[ \\t]*[\\w.!+-]+[ \\t]*(?:[;#\\\\]|--hash|\\r?$)'),
    );
  }

  /** Whether each release has hashes, without which pip takes none then. */
  public get hasHashes(): boolean {
    return /--hash[ =]/.test(this.text);
  }

  /** What wrote it, and the arguments that write it again with newer releases; none where somebody wrote it by hand. */
  public get compiler(): { readonly installs: string; readonly command: string } | undefined {
    for (const { said, installs, module } of COMPILERS) {
      const [, args] = said.exec(this.text) ?? [];
      if (args === undefined || !PLAIN.test(args.trim())) continue;
      const packages = PACKAGES.map((name) => `--upgrade-package ${name}`).join(' ');
      return { installs, command: `python -m ${module} ${args.trim()} ${packages}` };
    }
    return undefined;
  }

  /**
   * Its text, with a line at its end for each package that it does not name.
   *
   * @param lineOf what pins each
   */
  public withPins(lineOf: (name: string) => string): string {
    const { text } = this;
    const missing = PACKAGES.filter((name) => !this.line(name, '(?![\\w.-])') && !this.isFromFile(name));
    const eol = lineEnd(text);
    const kept = missing.length === 0 || text === '' || text.endsWith('\n') ? text : text + eol;
    return kept + missing.map((name) => lineOf(name) + eol).join('');
  }

  /** Whether it names a package so that a later installation gets the same. */
  private has(name: string): boolean {
    return this.pinned.includes(name) || this.line(name, '[^\\n]*@\\s*\\S') || this.isFromFile(name);
  }

  private line(name: string, rest: string): boolean {
    // as all names of packages are the same (https://packaging.python.org/en/latest/specifications/name-normalization/)
    return new RegExp(`^[ \\t]*${name.replaceAll('-', '[-_.]+')}${rest}`, 'im').test(this.text);
  }

  private isFromFile(name: string): boolean {
    return new RegExp(`^[^#\\n]*/${name.replaceAll('-', '_')}-[^/\\n]*\\.(?:whl|tar\\.gz)\\s*$`, 'm').test(this.text);
  }
}
