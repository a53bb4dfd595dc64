import { existsSync } from 'fs';
import { join } from 'path';
import { Project, ProjenrcFile } from 'projen';
import { lineEnd, UserFile } from './user-file';

const NAMES = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'py', 'json'].map((extension) => `.projenrc.${extension}`);

const LANGUAGES: Record<string, { readonly comment: string; readonly call: (path: string) => string }> = {
  py: { comment: '#', call: (path) => `.try_remove_file(${JSON.stringify(path)})` },
  java: { comment: '//', call: (path) => `.tryRemoveFile(${JSON.stringify(path)});` },
  ...Object.fromEntries(
    ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => [
      extension,
      { comment: '//', call: (path: string) => `.tryRemoveFile('${path.replace(/['\\]/g, '\\$&')}');` },
    ]),
  ),
};

/** The statement by which the rc file calls the synth, alone on its line. */
const SYNTH = /^([^\S\n]*)((?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*)\.synth\(\)[^\S\n]*;?[^\S\n]*(?:(?:\/\/|#).*)?$/gm;

/** The user's program that defines the project. */
export class RcFile {
  /** That of a project and its subprojects, if it is where projen expects it. */
  public static of(root: Project): RcFile | undefined {
    const names = [ProjenrcFile.of(root)?.filePath, ...NAMES].filter((name) => name !== undefined);
    const name = names.find((candidate) => existsSync(join(root.outdir, candidate)));
    return name === undefined ? undefined : new RcFile(root, name);
  }

  private constructor(
    private readonly root: Project,
    public readonly name: string,
  ) {}

  /** The statements that make projen leave files alone, with `variable` for the root project. */
  public leaveAlone(paths: string[], variable = 'project'): string[] {
    const { call } = this.language ?? LANGUAGES.js;
    return paths.map((path) => variable + call(path));
  }

  /**
   * Puts these statements before the call of `synth()`.
   * @returns whether that could be done
   */
  public addLeaveAlone(paths: string[], comment: string): boolean {
    const file = UserFile.read(join(this.root.outdir, this.name), this.name);
    const calls = [...file.text.matchAll(SYNTH)];
    if (!this.language || calls.length !== 1) {
      return false;
    }
    const [{ index, 1: indent, 2: variable }] = calls;
    const lines = [`${this.language.comment} ${comment}`, ...this.leaveAlone(paths, variable)];
    const statements = lines.map((line) => indent + line + lineEnd(file.text)).join('');
    file.write(file.text.slice(0, index) + statements + file.text.slice(index));
    return true;
  }

  private get language() {
    return LANGUAGES[this.name.replace(/^.*\./, '')];
  }
}
