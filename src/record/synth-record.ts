import { BuildRecord } from './build-record';
import { AllocatorRecord } from '../allocator/allocator-record';
import { ImageRecord } from '../image/image-record';
import { Finding } from '../messages/finding';

/** The file, from the folder of the project. */
export const RECORD = '.projen/muslrust-chef.json';

/** The number of this format: a higher one is for readers that know more. */
export const SCHEMA = 1;

/** Names with values, and folders of such. */
export interface PinRecord {
  readonly [name: string]: string | readonly string[] | PinRecord;
}

/** What a synth made, for whoever looks at a repository without synthesising it. */
export interface SynthRecord {
  readonly schema: typeof SCHEMA;
  readonly generator: { readonly name: string; readonly version: string };
  /** The host of the registry. */
  readonly registry: string;
  readonly platforms: readonly string[];
  readonly strategy: string;
  readonly builderBase: string;
  readonly runtimeBase: string;
  readonly attestations: boolean;
  readonly build: BuildRecord;
  readonly allocator?: AllocatorRecord;
  readonly images: readonly ImageRecord[];
  /** The upstream versions that the files name. */
  readonly pins: PinRecord;
  readonly findings: readonly Finding[];
  /** The generated files, from the folder of the project, with the sha256 of what was written, by LF line ends. */
  readonly files: Readonly<Record<string, string>>;
}
