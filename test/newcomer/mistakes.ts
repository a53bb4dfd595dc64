import { CRATE } from '../synth';

/** A mistake of somebody who has read the first page: the rc file that they wrote, and what they are told. */
export interface Mistake {
  /** Statements between the project and its synth; in TypeScript too. */
  readonly code?: string;
  /** The whole rc file, where it is more than those; `undefined` where there is none in that language. */
  readonly js?: string;
  readonly ts?: string;
  /** What is there beside the rc file; an empty text takes a file of the crate away. */
  readonly files?: Record<string, string>;
  /** Where the rc file is, and where it is run from. */
  readonly rcFile?: string;
  readonly cwd?: string;
  /** What the run says; in the words of Node.js, where it is Node.js that sees it first. */
  readonly says: string | RegExp;
  readonly byNode?: true;
  /** What the type checker says beforehand, in an editor say; where it says nothing, the file is run. */
  readonly tsc?: string;
  /** Where it is said, and the run ends with 0: the synth goes on all the same, or in Python has ended by then. */
  readonly isWarning?: true;
  /** Where the machine has no cargo. */
  readonly hasNoCargo?: true;
}

const NAMES =
  'Allocator, BuildStrategy, ComposeFile, ContainerRegistry, MuslRustChef, Platform, RuntimeBase, RustProject';

const HEAD = {
  js: `const { Project, javascript, typescript } = require('projen');\nconst { ${NAMES} } = require('projen-muslrust-chef');\n`,
  ts: `import { Project, javascript, typescript } from 'projen';\nimport { ${NAMES} } from 'projen-muslrust-chef';\n`,
};
const RC = {
  js: 'new javascript.Projenrc(project);',
  ts: 'new typescript.ProjenrcTs(project, { runner: typescript.TypeScriptRunner.tsx() });',
};

/** An rc file round some statements. */
export const rcFileOf = (language: 'js' | 'ts', code: string, end = 'project.synth();\n'): string =>
  `${HEAD[language]}\nconst project = new Project({ name: 'app' });\n${RC[language]}\n${code}\n${end}`;

const chef = (options: string): Pick<Mistake, 'code'> => ({ code: `new MuslRustChef(project, ${options});` });
const image = (options: string): Pick<Mistake, 'code'> => chef(`{ images: [{ binary: 'app', ${options} }] }`);
const both = (code: string, end?: string): Pick<Mistake, 'js' | 'ts'> => ({
  js: rcFileOf('js', code, end),
  ts: rcFileOf('ts', code, end),
});
const OK = 'new MuslRustChef(project);';
const hello = both(OK);
const FORGOTTEN =
  'ended without a synth of what projen-muslrust-chef was to make, so that was not written. ' +
  'Let its last line be `project.synth();`, below all that is added to the project.';
const without = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, '']));

export const MISTAKES: Record<string, Mistake> = {
  // options
  'an option misspelt': {
    ...chef('{ alocator: Allocator.system() }'),
    says: 'MuslRustChef: alocator is no option; did you mean allocator?',
    tsc: "but 'alocator' does not exist in type 'MuslRustChefOptions'. Did you mean to write 'allocator'?",
  },
  'an option of an image among those of all': {
    ...chef('{ ports: [8080] }'),
    says: 'MuslRustChef: ports is no option; did you mean imageDefaults.ports or images[].ports?',
    tsc: "'ports' does not exist in type 'MuslRustChefOptions'",
  },
  'an option of MuslRustChef among those of a RustProject': {
    code: "new RustProject({ name: 'app', parent: project, outdir: 'app', platforms: [Platform.LINUX_AMD64] });",
    says: 'RustProject: platforms is no option; did you mean muslRustChefOptions.platforms?',
    tsc: "'platforms' does not exist in type 'RustProjectOptions'",
  },
  'a port as a text': {
    ...image("ports: ['8080']"),
    says: 'MuslRustChef: images[0].ports[0] must be a number, not "8080"',
    tsc: "Type 'string' is not assignable to type 'number'",
  },
  'a variable as a number': {
    ...image('env: { PORT: 8080 }'),
    says: 'MuslRustChef: images[0].env.PORT must be a string, not 8080',
    tsc: "Type 'number' is not assignable to type 'string'",
  },
  'a list as a text': {
    ...image("features: 'tls'"),
    says: 'MuslRustChef: images[0].features must be a list, not "tls"',
    tsc: "Type 'string' is not assignable to type 'string[]'",
  },
  'images by their names': {
    ...chef("{ images: ['app'] }"),
    says: 'MuslRustChef: images[0] must be an object of ImageOptions, not "app"',
    tsc: "Type 'string' is not assignable to type 'ImageOptions'",
  },
  'a text where a choice is wanted': {
    ...chef("{ strategy: 'cross' }"),
    says: 'MuslRustChef: strategy must be one of BuildStrategy.CROSS, BuildStrategy.EMULATED, BuildStrategy.NATIVE, not "cross"',
    tsc: "Type 'string' is not assignable to type 'BuildStrategy'",
  },
  'a base by its name': {
    ...chef("{ runtimeBase: 'scratch' }"),
    says: /runtimeBase must be one of RuntimeBase\.chainguardStatic\(\), .*RuntimeBase\.scratch\(\), not "scratch"/,
    tsc: "Type 'string' is not assignable to type 'RuntimeBase'",
  },
  'a registry by its host': {
    ...chef("{ registry: 'ghcr.io' }"),
    says: /registry must be one of ContainerRegistry\.amazonEcr\(\), .*, not "ghcr\.io"/,
    tsc: "Type 'string' is not assignable to type 'ContainerRegistry'",
  },
  'half the name of a platform': {
    ...chef("{ platforms: ['arm64'] }"),
    says: 'platforms[0] must be one of Platform.LINUX_AMD64 ("linux/amd64"), Platform.LINUX_ARM64 ("linux/arm64"), not "arm64"',
    tsc: `Type '"arm64"' is not assignable to type 'Platform'`,
  },
  'a platform that there is not': {
    ...chef('{ platforms: [Platform.ARM64] }'),
    says: 'platforms[0] must be one of Platform.LINUX_AMD64 ("linux/amd64"), Platform.LINUX_ARM64 ("linux/arm64"), not undefined',
    tsc: "Property 'ARM64' does not exist on type 'typeof Platform'",
  },
  'a strategy that there is not': {
    ...chef('{ strategy: BuildStrategy.CROS }'),
    says: 'BuildStrategy.CROS: there is none. Use one of BuildStrategy.NATIVE, BuildStrategy.CROSS, BuildStrategy.EMULATED.',
    tsc: "Property 'CROS' does not exist on type 'typeof BuildStrategy'. Did you mean 'CROSS'?",
  },
  'a way to make an allocator that there is not': {
    ...chef('{ allocator: Allocator.jemaloc() }'),
    says: 'TypeError: Allocator.jemaloc is not a function',
    byNode: true,
    tsc: "Property 'jemaloc' does not exist on type 'typeof Allocator'. Did you mean 'jemalloc'?",
  },
  'a static that is not called': {
    ...chef('{ allocator: Allocator.mimalloc }'),
    says: 'allocator must be one of Allocator.jemalloc(), Allocator.mimalloc(), Allocator.system(), not the function mimalloc',
    tsc: "is not assignable to type 'Allocator'",
  },
  'new of what statics make': {
    ...chef("{ registry: new ContainerRegistry('registry.acme.com') }"),
    says: /new ContainerRegistry\(\): it is not made by new, but is one of ContainerRegistry\.amazonEcr\(\), /,
    tsc: "Constructor of class 'ContainerRegistry' is private",
  },
  // names
  'the name of an image in upper case': {
    ...image("name: 'App'"),
    says: 'image "app": "App" is not an image name. Set `name`: lower-case letters',
  },
  'a repository with https': {
    ...chef("{ imageRepository: 'https://ghcr.io/acme/app' }"),
    says: 'imageRepository: "https://ghcr.io/acme/app" is not a repository of images: it begins with "https://". Write registry and path',
  },
  'a repository with a tag': {
    ...chef("{ imageRepository: 'ghcr.io/acme/app:latest' }"),
    says: /imageRepository: "ghcr\.io\/acme\/app:latest" is not a repository of images: .*without a tag, e\.g\. "ghcr\.io\/acme\/app"/,
  },
  'the host of a registry with https': {
    ...chef("{ registry: ContainerRegistry.withSecrets({ host: 'https://registry.acme.com' }) }"),
    says: '"https://registry.acme.com" is not the host of a registry. Write it without a scheme or a path',
  },
  'a program that the workspace has not': {
    ...chef("{ images: [{ binary: 'server' }] }"),
    says: 'image "server": the workspace has no binary of that name. It has: app.',
  },
  'a file that is not there': {
    ...image("files: { 'config/': '/etc/app' }"),
    says: 'image "app": files has "config/", which is not there. Correct the name',
  },
  // calls
  'no project': {
    code: 'new MuslRustChef();',
    says: 'MuslRustChef: project must be a Project, not undefined',
    tsc: 'Expected 1-2 arguments, but got 0',
  },
  'options in the place of the project': {
    code: 'new MuslRustChef({ platforms: [] });',
    says: 'MuslRustChef: project must be a Project, not {"platforms":[]}',
    tsc: "'platforms' does not exist in type 'Project'",
  },
  'no new': {
    code: 'MuslRustChef(project);',
    says: "TypeError: Class constructor MuslRustChef cannot be invoked without 'new'",
    byNode: true,
    tsc: "Value of type 'typeof MuslRustChef' is not callable. Did you mean to include 'new'?",
  },
  'the project where MuslRustChef is wanted': {
    code: 'new ComposeFile(project);',
    says: 'ComposeFile: chef must be a MuslRustChef, not a Project',
    tsc: "Argument of type 'Project' is not assignable to parameter of type 'MuslRustChef'",
  },
  'no synth': { ...both(OK, ''), says: FORGOTTEN },
  'MuslRustChef after the synth': { ...both('', 'project.synth();\nnew MuslRustChef(project);\n'), says: FORGOTTEN },
  'two for one project': {
    code: `${OK}\n${OK}`,
    says: 'MuslRustChef: this project has one already; MuslRustChef.of(project) returns it. One serves all images.',
  },
  'two projects for one folder': {
    code: `${OK}\nconst other = new Project({ name: 'other' });\nnew MuslRustChef(other);\nother.synth();`,
    says: /: two root projects have this folder, "app" and "other", .* List all images in one MuslRustChef, or put the second project into a folder/,
  },
  // the repository
  'no Cargo.toml': {
    ...hello,
    files: without('Cargo.toml', 'Cargo.lock', 'src/main.rs'),
    says: /Cargo\.toml is missing in .*: put MuslRustChef into the project at the root .*; `cargo init` begins one/,
  },
  'a crate in a folder': {
    ...hello,
    files: {
      ...without(...Object.keys(CRATE)),
      ...Object.fromEntries(Object.entries(CRATE).map(([path, text]) => [`app/${path}`, text])),
    },
    says: "it is in app. Put MuslRustChef into a project of that folder, as in new MuslRustChef(new Project({ parent: project, name: 'app', outdir: 'app' }))",
  },
  'no Cargo.lock, and no cargo': {
    ...hello,
    files: without('Cargo.lock'),
    hasNoCargo: true,
    says: /Cargo\.lock is missing, and the image is built with --locked\. There is no cargo on PATH to see to that: run `cargo generate-lockfile` in .*, and commit Cargo\.lock \[lock-file\]/,
    isWarning: true,
  },
  'a library': {
    ...hello,
    files: { ...without('src/main.rs'), 'src/lib.rs': '//\n' },
    says: 'no binary in the workspace of Cargo.toml: an image needs one. Add src/main.rs, src/bin/<name>.rs or a [[bin]]',
  },
  'a Dockerfile by hand': {
    ...hello,
    files: { Dockerfile: 'FROM rust\n' },
    says: 'Dockerfile: projen did not write this, and would overwrite it. Nothing has been changed. Either move what is yours',
  },
  'a TypeScriptProject over a package.json by hand': {
    js: `const { typescript } = require('projen');\nconst { MuslRustChef } = require('projen-muslrust-chef');\nconst project = new typescript.TypeScriptProject({ name: 'app', defaultReleaseBranch: 'main' });\n${OK}\nproject.synth();\n`,
    files: { 'package.json': '{ "name": "app", "scripts": { "start": "vite" } }\n' },
    says: /package\.json: .*scripts/,
  },
  // the rc file
  'run in a folder below it': {
    js: hello.js,
    files: { 'web/index.html': '\n' },
    cwd: 'web',
    rcFile: '../.projenrc.js',
    says: /Cargo\.toml is missing in .*web: it is in \.\., and so is \.projenrc\.js\. Run that there, by `cd \.\.`/,
  },
  'in a folder of its own': {
    js: hello.js,
    rcFile: 'tools/.projenrc.js',
    says: 'tools/.projenrc.js runs, but `npx projen` would run .projenrc.js, which is not there. Move it there: `mv tools/.projenrc.js .projenrc.js`',
    isWarning: true,
  },
  'without its dot': {
    ...hello,
    rcFile: 'projenrc.js',
    ts: undefined,
    says: 'Move it there: `mv projenrc.js .projenrc.js` [default-task]',
    isWarning: true,
  },
  'another package': {
    js: hello.js!.replace("'projen-muslrust-chef'", "'muslrust-chef'"),
    ts: hello.ts!.replace("'projen-muslrust-chef'", "'muslrust-chef'"),
    says: "Cannot find module 'muslrust-chef'",
    byNode: true,
    tsc: "Cannot find module 'muslrust-chef'",
  },
  'another class': {
    js: hello.js!.replaceAll('MuslRustChef', 'MuslrustChef'),
    ts: hello.ts!.replaceAll('MuslRustChef', 'MuslrustChef'),
    says: 'TypeError: MuslrustChef is not a constructor',
    byNode: true,
    tsc: "has no exported member named 'MuslrustChef'. Did you mean 'MuslRustChef'?",
  },
  'the whole package for a class': {
    js: `const { Project } = require('projen');\nconst MuslRustChef = require('projen-muslrust-chef');\nconst project = new Project({ name: 'app' });\n${OK}\nproject.synth();\n`,
    ts: `import { Project } from 'projen';\nimport MuslRustChef from 'projen-muslrust-chef';\nconst project = new Project({ name: 'app' });\n${OK}\nproject.synth();\n`,
    says: 'TypeError: MuslRustChef is not a constructor',
    byNode: true,
    tsc: "has no default export. Did you mean to use 'import { MuslRustChef } from",
  },
  'require in a module': {
    js: hello.js,
    files: { 'package.json': '{ "private": true, "type": "module" }\n' },
    says: /ReferenceError: require is not defined in ES module scope, you can use import instead/,
    byNode: true,
  },
};
