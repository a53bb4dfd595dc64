import { existsSync, realpathSync } from 'fs';
import { basename, dirname, extname, join, resolve } from 'path';
import { Component, Project, ProjenrcFile } from 'projen';
import { RcFile } from './rc-file';
import { runsInPython } from '../messages/runs-in-python';
import { Warnings } from '../messages/warnings';
import { relativePath } from '../paths/relative-path';

const ID = 'muslrust-chef-running-rc-file';

/** Warns where the rc file that runs, by hand as at the first synth, is not the one that projen would run from then on. */
export class RunningRcFile extends Component {
  /** Looks at the root of a project's tree. */
  public static watch(project: Project): void {
    if (!project.root.node.tryFindChild(ID)) {
      new RunningRcFile(project.root, project);
    }
  }

  /** The path of the program that runs, if it is an rc file by its name, in a language of Node.js or in Python. */
  public static get path(): string | undefined {
    // the program of Node.js is jsii's then; that in Python is run where it is, by projen and by its author
    if (runsInPython()) {
      return ['.projenrc.py', 'projenrc.py'].map((name) => resolve(name)).find((path) => existsSync(path));
    }
    const [, program] = process.argv;
    if (program === undefined || !existsSync(program)) return undefined;
    const path = realpathSync(program);
    return /^\.?projenrc\.[mc]?[jt]s$/.test(basename(path)) ? path : undefined;
  }

  /** The name of the rc file of a folder that is the program that runs. */
  public static nameIn(folder: string): string | undefined {
    const path = RunningRcFile.path;
    return path && basename(path).startsWith('.') && existsSync(folder) && dirname(path) === realpathSync(folder)
      ? basename(path)
      : undefined;
  }

  private constructor(
    private readonly root: Project,
    private readonly watched: Project,
  ) {
    super(root, ID);
  }

  /** When the default task is known. */
  public preSynthesize(): void {
    const { root } = this;
    this.warnOfPlace();
    const running = RunningRcFile.nameIn(root.outdir);
    const { steps } = root.defaultTask ?? {};
    if (running === undefined || !steps || JSON.stringify(steps).includes(running)) return;
    const run = ProjenrcFile.of(root)?.filePath;
    // a task without this component is somebody's own
    const isOwn = run === undefined ? steps.length > 0 : RcFile.loads(root.outdir, run, running);
    if (isOwn) return;
    const { module, call, needs, option } = componentFor(running);
    const put = `put \`${call}\` (${module}, of projen)`;
    Warnings.of(this.watched).warn({
      id: 'default-task',
      text:
        `${running} runs, but \`${root.projenCommand}\` ${run === undefined ? 'would run no rc file' : `would run ${run}`}. ` +
        `In ${running} ${put} ${run === undefined ? 'before synth()' : `in the place of what names ${run}`}${needs}; ` +
        `where the project has such an option, say \`${option}: true\` instead`,
    });
  }

  /** Where an rc file runs that projen would not find: it looks for one by its name, in the folder of the root project. */
  private warnOfPlace(): void {
    const { root } = this;
    const path = RunningRcFile.path;
    const expected = ProjenrcFile.of(root)?.filePath;
    if (path === undefined || expected === undefined || existsSync(join(root.outdir, expected))) return;
    // of one that is there, and is written in another language, is told what to put in it
    if (RunningRcFile.nameIn(root.outdir) !== undefined) return;
    const from = relativePath(realpathSync(root.outdir), path);
    Warnings.of(this.watched).warn({
      id: 'default-task',
      text:
        `${from} runs, but \`${root.projenCommand}\` would run ${expected}, which is not there. ` +
        `Move it there: \`mv ${from} ${expected}\``,
    });
  }
}

/** What has projen run an rc file. */
function componentFor(file: string): Record<'module' | 'call' | 'needs' | 'option', string> {
  const extension = extname(file);
  if (extension === '.py') {
    return { module: 'projen.python', call: 'Projenrc(project)', needs: '', option: 'projenrcPython' };
  }
  if (extension.endsWith('js')) {
    const options = extension === '.js' ? '' : `, { filename: '${file}' }`;
    return {
      module: 'javascript',
      call: `new javascript.Projenrc(project${options});`,
      needs: '',
      option: 'projenrcJs',
    };
  }
  const filename = extension === '.ts' ? '' : `filename: '${file}', `;
  return {
    module: 'typescript',
    call: `new typescript.ProjenrcTs(project, { ${filename}runner: typescript.TypeScriptRunner.tsx() });`,
    needs: ', and tsx into devDependencies',
    option: 'projenrcTs',
  };
}
