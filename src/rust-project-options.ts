import { javascript, ProjectOptions, python, typescript } from 'projen';
import { MuslRustChefOptions } from './muslrust-chef-options';

/**
 * Options for `RustProject`.
 */
export interface RustProjectOptions extends ProjectOptions {
  /**
   * The edition of Rust that a new crate starts with: 2015, 2018, 2021 or 2024. The toolchain must know it.
   *
   * @default "2024"
   * @featured
   */
  readonly edition?: string;

  /**
   * The toolchain in `rust-toolchain.toml`, as rustup names what it downloads, e.g. `stable`, `1.98.0` or `nightly-2026-11-01`.
   *
   * The images are compiled with it too: `stable` is the compiler of the builder image; any other is downloaded
   * during the build, unless the image has that very release.
   *
   * @default "stable"
   * @featured
   */
  readonly toolchain?: string;

  /**
   * Ship the binaries as container images, by `MuslRustChef`.
   *
   * @default true
   * @featured
   */
  readonly muslRustChef?: boolean;

  /**
   * Options for `MuslRustChef`.
   *
   * @default - its defaults
   */
  readonly muslRustChefOptions?: MuslRustChefOptions;

  /**
   * Add the GitHub workflow that tests, lints and checks the formatting.
   *
   * @default true
   */
  readonly rustWorkflow?: boolean;

  /**
   * The branch that pull requests go to.
   *
   * @default - that of the committed workflow; in a new one the default branch of `origin`, else main or master if
   * just one of them exists, else the one that the first commit will be on, else main
   */
  readonly defaultBranch?: string;

  /**
   * Lint and test with all features of all packages. Leave it off if features exclude each other.
   *
   * @default - as `muslRustChefOptions` has it: what is tested is what is shipped
   */
  readonly allFeatures?: boolean;

  /**
   * Have an rc file in JavaScript.
   *
   * @default - true, unless another rc file is asked for, or is there
   */
  readonly projenrcJs?: boolean;

  /**
   * Options of the rc file in JavaScript.
   *
   * @default - projen's
   */
  readonly projenrcJsOptions?: javascript.ProjenrcOptions;

  /**
   * Have an rc file in TypeScript, which tsx runs.
   *
   * @default - true, if it is there and no other is asked for
   */
  readonly projenrcTs?: boolean;

  /**
   * Options of the rc file in TypeScript.
   *
   * @default - `runner` is `TypeScriptRunner.tsx()`
   */
  readonly projenrcTsOptions?: typescript.ProjenrcTsOptions;

  /**
   * Have an rc file in Python. Its packages come by pip, so there is no `package.json`.
   *
   * @default - true, if it is there and no other is asked for
   */
  readonly projenrcPython?: boolean;

  /**
   * Options of the rc file in Python.
   *
   * @default - projen's
   */
  readonly projenrcPythonOptions?: python.ProjenrcOptions;

  /**
   * npm packages that the projenrc file needs, beside projen itself: this package, and others with projen components.
   * Packages of one in Python come by pip, and can't be named here.
   *
   * @default []
   */
  readonly devDeps?: string[];
}
