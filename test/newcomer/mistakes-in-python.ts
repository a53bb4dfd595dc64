import { Mistake } from './mistakes';
import { CRATE } from '../synth';

/** A mistake of somebody who has read the page for Python: the rc file that they wrote, and what they are told. */
export interface PythonMistake extends Pick<Mistake, 'code' | 'files' | 'rcFile' | 'isWarning'> {
  /** The whole rc file, where it is more than the statements between the project and its synth. */
  readonly py?: string;
  /** What the run says. */
  readonly says: string;
}

const HEAD = `from projen import Project
from projen.python import Projenrc
from projen_muslrust_chef import (
    Allocator, BuildStrategy, ComposeFile, ContainerRegistry, ImageDefaults, ImageOptions, MuslRustChef,
    MuslRustChefOptions, Platform, RustProject,
)

project = Project(name='app')
`;

/** An rc file round some statements. */
export const pythonRc = (code: string, end = 'project.synth()\n'): string =>
  `${HEAD}Projenrc(project)\n${code}\n${end}`;

const OK = 'MuslRustChef(project)';
const chef = (options: string): Pick<PythonMistake, 'code'> => ({ code: `MuslRustChef(project, ${options})` });
const image = (options: string): Pick<PythonMistake, 'code'> => chef(`images=[ImageOptions(binary='app', ${options})]`);
const FORGOTTEN =
  '.projenrc.py ended without a synth of what projen-muslrust-chef was to make, so that was not written. ' +
  'Let its last line be `project.synth()`, below all that is added to the project.';

export const PYTHON_MISTAKES: Record<string, PythonMistake> = {
  // options
  'an option misspelt': {
    ...chef('alocator=Allocator.system()'),
    says: "MuslRustChef.__init__() got an unexpected keyword argument 'alocator'",
  },
  'an option as in JavaScript': {
    ...chef('imageDefaults=ImageDefaults(ports=[8080])'),
    says: "got an unexpected keyword argument 'imageDefaults'",
  },
  'an option of an image among those of all': {
    ...chef('ports=[8080]'),
    says: "got an unexpected keyword argument 'ports'",
  },
  'options as an object, as in TypeScript': {
    ...chef('MuslRustChefOptions(platforms=[Platform.LINUX_AMD64])'),
    says: 'MuslRustChef.__init__() takes 2 positional arguments but 3 were given',
  },
  'an image as a dict, with an option as in Python': {
    ...chef("images=[{'binary': 'app', 'smoke_test': ['--version']}]"),
    says: '.projenrc.py:10: an image is a dict with smoke_test. In a list of dicts that is no option, and jsii drops it unsaid. Write ImageOptions(…)',
    isWarning: true,
  },
  'a port as a text': {
    ...image("ports=['8080']"),
    says: 'type of argument ports must be one of',
  },
  'a port that is none': {
    ...image('ports=[80800]'),
    says: 'image "app": ports has 80800, which is not a TCP port. Ports are whole numbers from 1 to 65535.',
  },
  'a feature that there is not': {
    ...image("features=['tls']"),
    says: 'image "app": features has "tls", which Cargo.toml does not define.',
  },
  'a strategy that there is not': {
    ...chef('strategy=BuildStrategy.CROS'),
    says: "type object 'BuildStrategy' has no attribute 'CROS'",
  },
  'a text where a choice is wanted': {
    ...chef("strategy='cross'"),
    says: 'type of argument strategy must be one of (projen_muslrust_chef.BuildStrategy, NoneType); got str instead',
  },
  'a static as in JavaScript': {
    ...chef('registry=ContainerRegistry.dockerHub()'),
    says: "type object 'ContainerRegistry' has no attribute 'dockerHub'",
  },
  'true as in JavaScript': { ...chef('overwrite_existing=true'), says: "name 'true' is not defined" },
  'the name of an image in upper case': { ...image("name='App'"), says: 'image "app": "App" is not an image name.' },
  // calls
  'no project': {
    code: 'MuslRustChef()',
    says: "MuslRustChef.__init__() missing 1 required positional argument: 'project'",
  },
  'two for one project': {
    code: `${OK}\n${OK}`,
    says: 'MuslRustChef: this project has one already; MuslRustChef.of(project) returns it.',
  },
  'no synth': { py: pythonRc(OK, ''), says: FORGOTTEN, isWarning: true },
  'MuslRustChef after the synth': { py: pythonRc('', `project.synth()\n${OK}\n`), says: FORGOTTEN, isWarning: true },
  // the repository
  'no Cargo.toml': {
    code: OK,
    files: { 'Cargo.toml': '', 'Cargo.lock': '', 'src/main.rs': '' },
    says: 'put MuslRustChef into the project at the root of the Rust package or workspace; `cargo init` begins one',
  },
  'a crate in a folder': {
    code: OK,
    files: Object.fromEntries(
      Object.entries(CRATE).flatMap(([path, text]) => [
        [path, ''],
        [`app/${path}`, text],
      ]),
    ),
    says: "as in MuslRustChef(Project(parent=project, name='app', outdir='app'))",
  },
  'a Dockerfile by hand': {
    code: OK,
    files: { Dockerfile: 'FROM rust\n' },
    says: 'or let MuslRustChef replace it by `overwrite_existing=True` (of a RustProject, in `musl_rust_chef_options`)',
  },
  // the rc file
  'without its dot': {
    code: OK,
    rcFile: 'projenrc.py',
    says: 'projenrc.py runs, but `projen` would run .projenrc.py, which is not there. Move it there: `mv projenrc.py .projenrc.py`',
    isWarning: true,
  },
  'without what has projen run it': {
    py: `${HEAD}${OK}\nproject.synth()\n`,
    says: '.projenrc.py runs, but `projen` would run no rc file. In .projenrc.py put `Projenrc(project)` (projen.python, of projen) before synth()',
    isWarning: true,
  },
  'another class': {
    py: pythonRc(OK).replaceAll('MuslRustChef', 'MuslrustChef'),
    says: "cannot import name 'MuslrustChef' from 'projen_muslrust_chef'",
  },
  'another package': {
    py: pythonRc(OK).replace('projen_muslrust_chef', 'muslrust_chef'),
    says: "No module named 'muslrust_chef'",
  },
};
