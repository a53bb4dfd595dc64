/** What an rc file at the root of a repository has to make. */
export interface RootProjects {
  /** Of the project at the root. */
  readonly name: string;
  readonly projects: readonly { readonly name: string; readonly folder: string; readonly classes: readonly string[] }[];
  /** The package manager for which a `package.json` is to be written, as `NodePackageManager` calls it; none where one is there. */
  readonly packageManager?: string;
}

/** Its lines in JavaScript. */
export function rcFileInJavaScript({ name, projects, packageManager }: RootProjects): string[] {
  const nodePackage = [
    'new javascript.NodePackage(root, {',
    `  packageManager: javascript.NodePackageManager.${packageManager},`,
    "  entrypoint: '',",
    // projen's default is Apache-2.0, and npm's is to publish: neither is for us to choose
    '  licensed: false,',
    "  devDeps: ['projen', 'constructs', 'projen-muslrust-chef'],",
    "}).addField('private', true);",
  ];
  return [
    "const { javascript, Project } = require('projen');",
    `const { ${classesOf(projects).join(', ')} } = require('projen-muslrust-chef');`,
    '',
    `const root = new Project({ name: ${JSON.stringify(name)} });`,
    'new javascript.Projenrc(root);',
    ...(packageManager === undefined ? [] : nodePackage),
    '',
    ...projects.flatMap(({ name: own, folder, classes }, i) => {
      const options = `{ parent: root, name: ${JSON.stringify(own)}, outdir: ${JSON.stringify(folder)} }`;
      // it brings the others with it
      return classes.includes('RustProject')
        ? [`new RustProject(${options});`]
        : [
            `const project${i + 1} = new Project(${options});`,
            ...classes.map((className) => `new ${className}(project${i + 1});`),
          ];
    }),
    '',
    'root.synth();',
  ];
}

/** Its lines in Python. */
export function rcFileInPython({ name, projects }: RootProjects): string[] {
  return [
    'from projen import Project',
    'from projen.python import Projenrc',
    `from projen_muslrust_chef import ${classesOf(projects).join(', ')}`,
    '',
    `root = Project(name=${JSON.stringify(name)})`,
    'Projenrc(root)',
    '',
    ...projects.flatMap(({ name: own, folder, classes }, i) => {
      const options = `parent=root, name=${JSON.stringify(own)}, outdir=${JSON.stringify(folder)}`;
      return classes.includes('RustProject')
        ? [`RustProject(${options})`]
        : [`project${i + 1} = Project(${options})`, ...classes.map((className) => `${className}(project${i + 1})`)];
    }),
    '',
    'root.synth()',
  ];
}

function classesOf(projects: RootProjects['projects']): string[] {
  return [...new Set(projects.flatMap(({ classes }) => (classes.includes('RustProject') ? ['RustProject'] : classes)))];
}
