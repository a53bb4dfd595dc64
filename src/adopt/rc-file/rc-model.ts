import { RcStruct } from './rc-value';

export type RcLanguage = 'js' | 'ts' | 'py';

/** A project of the rc file that has images. */
export interface RcProject {
  readonly name: string;
  /** Seen from the rc file; empty for the one that is there. */
  readonly folder: string;
  /** Of `MuslRustChef`. */
  readonly options: RcStruct;
  /** Lines for its `.dockerignore`. */
  readonly ignored: readonly string[];
}

/** What an rc file says, in no language yet. */
export interface RcModel {
  /** The name of the project at the root. */
  readonly name: string;
  readonly projects: readonly RcProject[];
  /** What projen runs from then on. */
  readonly language: RcLanguage;
  /** What is installed by a `package.json` that projen writes; none where the user has one, or needs none. */
  readonly devDeps?: readonly string[];
}
