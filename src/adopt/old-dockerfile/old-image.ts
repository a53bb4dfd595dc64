import { RcValue } from '../rc-file/rc-value';
import { Remark } from '../remark';

/** How an image starts its program. */
export interface OldStart {
  readonly line: number;
  /** Where the program is; its name alone where a search finds it in a place that is not known. */
  readonly program: string;
  /** Whether `docker run` names it too, where it gives arguments. */
  readonly isOfCmd: boolean;
}

/** What an old Dockerfile says of an image. */
export interface OldImage {
  /** The stage that makes it, where it has a name. */
  readonly stage?: string;
  /** Whether a build makes it that names no stage. */
  readonly isLast: boolean;
  readonly line: number;
  /** The binary of the workspace in it, if that is known. */
  readonly binary?: string;
  readonly start?: OldStart;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** By what is copied, relative to the project. */
  readonly files: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly volumes: readonly string[];
  readonly stopSignal?: string;
  readonly healthcheck?: Readonly<Record<string, RcValue>>;
  /** What it is put on, unless that is the default. */
  readonly runtimeBase?: RcValue;
}

/** What an old Dockerfile says of how the program is compiled. */
export interface OldBuild {
  readonly features: readonly string[];
  /** Where the first of them are asked for. */
  readonly featuresLine?: number;
  readonly allFeatures: boolean;
  readonly defaultFeatures: boolean;
  readonly profile?: string;
  readonly aptPackages: readonly string[];
  /** Variables that the sources read while they are compiled, with the values of the Dockerfile. */
  readonly buildArgs: Readonly<Record<string, RcValue>>;
  readonly builderBase?: RcValue;
  readonly privateSources: readonly RcValue[];
  /** The binaries that are asked for by name. */
  readonly binaries: readonly string[];
}

export interface OldDockerfile {
  readonly images: readonly OldImage[];
  readonly build: OldBuild;
  readonly remarks: readonly Remark[];
}

/** What an old Dockerfile is read beside. */
export interface DockerfileSurroundings {
  /** Its path, seen from the root of the repository. */
  readonly file: string;
  /** The binaries of the workspace. */
  readonly binaries: readonly string[];
  /** The stages that are published, in small letters; an undefined one is the last. */
  readonly published: readonly (string | undefined)[];
  /** Those that something else builds by name, as a compose file does for development. */
  readonly targets: readonly string[];
  /** What the build is given for its `ARG`s; an expression of a workflow as it is. */
  readonly args?: Readonly<Record<string, string>>;
  /** What a path of the build context is in the project: none where it is not there, or outside. */
  readonly find: (path: string) => { readonly path: string; readonly kind: 'file' | 'folder' } | undefined;
  /** Whether a path of the build context is in the repository, but outside of the project. */
  readonly isElsewhere: (path: string) => boolean;
  /** What is in a folder of the build context. */
  readonly list: (folder: string) => readonly string[];
  /** Whether a source of the project names a variable. */
  readonly names: (variable: string) => boolean;
}
