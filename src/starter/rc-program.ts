import { existsSync } from 'fs';
import { join } from 'path';
import { javascript, Project, ProjenrcFile, python, typescript } from 'projen';
import { StarterFiles } from '../files/starter-files';
import { UserError } from '../messages/user-error';
import { RustProjectOptions } from '../rust-project-options';
import { PythonPackages } from '../workflow/python-packages';
import { RequirementsFile } from '../workflow/requirements-file';

const PROGRAMS = ['projenrcJs', 'projenrcTs', 'projenrcPython'] as const;

/** In which language the rc file is. */
type RcProgramOptions = Pick<
  RustProjectOptions,
  'projenrcJson' | (typeof PROGRAMS)[number] | `${(typeof PROGRAMS)[number]}Options`
>;

/** The program that defines a project: a file, and what it needs to run. */
export interface RcProgram {
  /** Its path. */
  readonly file: string;
  /** The command that installs what it needs, where no package manager of Node.js does so. */
  readonly install?: string;
  /** npm packages that it needs, beside projen. */
  readonly devDeps: string[];
  /** Lets `npx projen` run it, and `projen new` write it. */
  readonly addTo: (project: Project) => ProjenrcFile;
}

/**
 * The one that the options ask for; else the one that is there; else one in JavaScript. None where the project is defined by
 * data, or by what the caller sees to.
 */
export function rcProgram(folder: string, options: RcProgramOptions): RcProgram | undefined {
  const kinds = ['projenrcJson', ...PROGRAMS] as const;
  const [asked, other] = kinds.filter((kind) => options[kind]);
  if (other) {
    throw new UserError(`${asked}, ${other}: a project has one rc file. Leave one of the two out.`);
  }
  if (asked === 'projenrcJson') return undefined;
  const programs = {
    projenrcJs: javaScript(options),
    projenrcTs: typeScript(options),
    projenrcPython: [pythonProgram(options)],
  };
  const wanted = PROGRAMS.filter((kind) => (asked ? kind === asked : options[kind] !== false));
  const there = wanted.flatMap((kind) => programs[kind]).find(({ file }) => existsSync(join(folder, file)));
  return there ?? (wanted[0] === (asked ?? 'projenrcJs') ? programs[wanted[0]][0] : undefined);
}

function javaScript({ projenrcJsOptions: options }: RcProgramOptions): RcProgram[] {
  return filesOf(options?.filename, ['.projenrc.js', '.projenrc.mjs', '.projenrc.cjs']).map((filename) => ({
    file: filename,
    devDeps: [],
    addTo: (project) => new javascript.Projenrc(project, { ...options, filename }),
  }));
}

function typeScript({ projenrcTsOptions: options }: RcProgramOptions): RcProgram[] {
  return filesOf(options?.filename, ['.projenrc.ts', '.projenrc.mts', '.projenrc.cts']).map((filename) => ({
    file: filename,
    // projen's own default is ts-node, which does not run with TypeScript 7
    devDeps: options?.runner ? [] : ['tsx'],
    addTo: (project) =>
      new typescript.ProjenrcTs(project, { runner: typescript.TypeScriptRunner.tsx(), ...options, filename }),
  }));
}

function pythonProgram({ projenrcPythonOptions: options }: RcProgramOptions): RcProgram {
  return {
    file: '.projenrc.py',
    install: `pip install -r ${RequirementsFile.NAME}`,
    devDeps: [],
    addTo: (project) => {
      const rcFile = new python.Projenrc(project, options);
      if (!PythonPackages.of(project)) {
        new StarterFiles(project, {
          [RequirementsFile.NAME]: RequirementsFile.pins.map((line) => `${line}\n`).join(''),
        });
      }
      return rcFile;
    },
  };
}

function filesOf(said: string | undefined, usual: string[]): string[] {
  return said === undefined ? usual : [said];
}
