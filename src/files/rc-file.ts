import { isUtf8 } from 'buffer';
import { existsSync, readFileSync, statSync } from 'fs';
import { basename, extname, join } from 'path';
import { Project, ProjenrcFile } from 'projen';
import { bareCode, endsStatement, Language } from './bare-code';
import { lineEnd } from './line-end';
import { UserFile } from './user-file';
import { outside } from '../paths/outside';

const OF_JAVASCRIPT = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'];
const NAMES = [...OF_JAVASCRIPT, 'py', 'json'].map((extension) => `.projenrc.${extension}`);

interface Syntax {
  readonly language: Language;
  readonly comment: string;
  readonly call: (path: string) => string;
}

const JAVASCRIPT: Syntax = {
  language: 'javascript',
  comment: '//',
  call: (path) => `.tryRemoveFile('${path.replace(/['\\]/g, '\\$&')}');`,
};

const SYNTAXES: Record<string, Syntax> = {
  py: { language: 'python', comment: '#', call: (path) => `.try_remove_file(${JSON.stringify(path)})` },
  java: { language: 'java', comment: '//', call: (path) => `.tryRemoveFile(${JSON.stringify(path)});` },
  ...Object.fromEntries(OF_JAVASCRIPT.map((extension) => [extension, JAVASCRIPT])),
};

/** The statement by which the rc file calls the synth, alone on its line. */
const SYNTH = /^[^\S\r\n]*((?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*)\.synth\(\)[^\S\r\n]*;?[^\S\r\n]*$/gm;

/** The user's program that defines the project. */
export class RcFile {
  /** That of a project and its subprojects, if it is where projen expects it. */
  public static of(root: Project): RcFile | undefined {
    const names = [ProjenrcFile.of(root)?.filePath, ...NAMES].filter((name) => name !== undefined);
    const name = names.find((candidate) => statSync(join(root.outdir, candidate), { throwIfNoEntry: false })?.isFile());
    return name === undefined ? undefined : new RcFile(root, name);
  }

  /** The name of the one that projen runs, be it there yet or not, or of one that is there. */
  public static nameOf(root: Project): string | undefined {
    return ProjenrcFile.of(root)?.filePath ?? RcFile.of(root)?.name;
  }

  /** Whether it is in Python, and has its packages from there, whatever else is in the repository. */
  public static isOfPython(root: Project): boolean {
    return RcFile.nameOf(root)?.endsWith('.py') === true;
  }

  /** Every file in a folder that projen would know for one. */
  public static namesIn(folder: string): string[] {
    return NAMES.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
  }

  /** Whether one of a folder loads another one there, by whatever name of it. */
  public static loads(folder: string, name: string, other: string): boolean {
    const path = join(folder, name);
    return existsSync(path) && readFileSync(path, 'latin1').includes(basename(other, extname(other)));
  }

  private constructor(
    private readonly root: Project,
    public readonly name: string,
  ) {}

  /** Whether it has statements at all. */
  public get isProgram(): boolean {
    return !this.name.endsWith('.json');
  }

  /** The statements that make projen leave files alone, with `variable` for the root project. */
  public leaveAlone(paths: string[], variable = 'project'): string[] {
    const { call } = this.syntax ?? JAVASCRIPT;
    return paths.map((path) => variable + call(path));
  }

  /** Whether it says so of a file. */
  public leavesAlone(path: string): boolean {
    const [statement] = this.leaveAlone([path], '');
    return readFileSync(join(this.root.outdir, this.name), 'utf8').includes(statement);
  }

  /**
   * Puts these statements before the call of `synth()`.
   * @returns whether that could be done
   */
  public addLeaveAlone(paths: string[], comment: string): boolean {
    const { syntax } = this;
    const path = join(this.root.outdir, this.name);
    // a program need not be UTF-8, and one that is elsewhere by a link may be that of others too
    if (!syntax || !isUtf8(readFileSync(path)) || outside(this.root.outdir, path) !== undefined) return false;
    const file = UserFile.read(path, this.name);
    const { text } = file;
    const code = bareCode(text, syntax.language);
    const [call] = code.matchAll(SYNTH);
    if (!call || code.match(/\bsynth\s*\(/g)!.length > 1) return false;
    const { index, 1: variable } = call;
    const statements = this.leaveAlone(paths, variable);
    // where they stand already, and the files were taken all the same, they would come again at each synth
    const stands = statements.some((statement) => text.split('\n').some((line) => line.trim() === statement));
    if (stands || !endsStatement(code.slice(0, index), syntax.language)) return false;
    const [indent] = /^[^\S\r\n]*/.exec(text.slice(index))!;
    const lines = [`${syntax.comment} ${comment}`, ...statements];
    const added = lines.map((line) => indent + line + lineEnd(text)).join('');
    file.write(text.slice(0, index) + added + text.slice(index));
    return true;
  }

  private get syntax(): Syntax | undefined {
    return SYNTAXES[extname(this.name).slice(1)];
  }
}
