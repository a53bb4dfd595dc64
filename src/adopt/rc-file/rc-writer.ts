import { RcLanguage, RcModel, RcProject } from './rc-model';
import { JAVASCRIPT, PYTHON } from './rc-syntax';
import { classesIn, RcValue, struct } from './rc-value';

/** How a program in JavaScript or TypeScript has other modules. */
type Imports = 'require' | 'import';

/** Lets projen run the rc file, by its language. */
const PROJENRC: Record<RcLanguage, { readonly module: string; readonly args: string }> = {
  js: { module: 'javascript', args: '' },
  ts: { module: 'typescript', args: ', { runner: typescript.TypeScriptRunner.tsx() }' },
  py: { module: 'python', args: '' },
};
const PROJENRC_CLASS: Record<RcLanguage, string> = { js: 'Projenrc', ts: 'ProjenrcTs', py: 'Projenrc' };

/** The variable of the project at the root. */
export const ROOT = 'project';

/** The rc file, for Node.js. */
export function nodeProgram(model: RcModel, imports: Imports): string {
  const { language, devDeps, projects } = model;
  const { module, args } = PROJENRC[language];
  const modules = [...new Set([...(devDeps ? ['javascript'] : []), module])].sort();
  return [
    from(imports, ['Project', ...modules], 'projen'),
    from(imports, classesOf(projects, false), 'projen-muslrust-chef'),
    '',
    `const ${ROOT} = new Project({ name: ${JAVASCRIPT.value(model.name, '')} });`,
    `new ${module}.${PROJENRC_CLASS[language]}(${ROOT}${args});`,
    ...(devDeps
      ? [
          `new javascript.NodePackage(${ROOT}, {`,
          '  packageManager: javascript.NodePackageManager.NPM,',
          "  entrypoint: '',",
          '  licensed: false,',
          `  devDeps: ${JAVASCRIPT.value(devDeps, '  ')},`,
          "}).addField('private', true);",
        ]
      : []),
    ...projects.flatMap((project, i) => ofNode(project, projects.length === 1 ? 'chef' : `chef${i + 1}`)),
    `${ROOT}.synth();`,
    '',
  ].join('\n');
}

function ofNode({ name, folder, options, ignored }: RcProject, variable: string): string[] {
  const said = Object.keys(options.options).length > 0 ? [options] : [];
  const parent =
    folder === ''
      ? ROOT
      : `new Project({ parent: ${ROOT}, name: ${JAVASCRIPT.value(name, '')}, outdir: ${JAVASCRIPT.value(folder, '')} })`;
  const created = `new ${JAVASCRIPT.call('MuslRustChef', [{ variable: parent }, ...said], '')};`;
  return ignored.length === 0
    ? [created]
    : [`const ${variable} = ${created}`, `${JAVASCRIPT.call(`${variable}.dockerignore.addPatterns`, ignored, '')};`];
}

/** The rc file, for Python. */
export function pythonProgram({ name, projects }: RcModel): string {
  const classes = [...new Set(classesOf(projects, true))];
  return [
    'from projen import Project',
    'from projen.python import Projenrc',
    `from projen_muslrust_chef import ${classes.length > 4 ? `(\n${classes.map((each) => `    ${each},\n`).join('')})` : classes.join(', ')}`,
    '',
    `${ROOT} = Project(name=${PYTHON.value(name, '')})`,
    `Projenrc(${ROOT})`,
    ...projects.flatMap((project, i) => ofPython(project, projects.length === 1 ? 'chef' : `chef${i + 1}`)),
    `${ROOT}.synth()`,
    '',
  ].join('\n');
}

function ofPython({ name, folder, options, ignored }: RcProject, variable: string): string[] {
  const parent =
    folder === ''
      ? ROOT
      : `Project(parent=${ROOT}, name=${PYTHON.value(name, '')}, outdir=${PYTHON.value(folder, '')})`;
  const created = PYTHON.call(
    'MuslRustChef',
    [{ variable: parent }, struct('MuslRustChefOptions', options.options)],
    '',
  );
  return ignored.length === 0
    ? [created]
    : [`${variable} = ${created}`, PYTHON.call(`${variable}.dockerignore.add_patterns`, ignored, '')];
}

function classesOf(projects: readonly RcProject[], withStructs: boolean): string[] {
  const named = projects.flatMap(({ options }) =>
    Object.values(options.options).flatMap((value: RcValue) => classesIn(value, withStructs)),
  );
  return [...new Set(['MuslRustChef', ...named])].sort();
}

function from(imports: Imports, names: string[], module: string): string {
  const list = `{ ${names.join(', ')} }`;
  return imports === 'import' ? `import ${list} from '${module}';` : `const ${list} = require('${module}');`;
}
