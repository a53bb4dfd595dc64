import { Project } from 'projen';
import { VersionFacts } from './old-versions';
import { GENERATOR } from '../generator';
import { MuslRustChef } from '../muslrust-chef';
import { MuslRustChefBuilder } from '../muslrust-chef-builder';
import { RecordFile } from '../record/record-file';

/** An image that a rule looks at. */
interface Named {
  /** What is said of it: its reference follows. */
  readonly what: string;
  readonly reference: string;
  /** What an acknowledgement calls it, where there may be several. */
  readonly about?: string;
}

/** What of a project the rules look at. */
export interface PolicyFacts {
  /** What is pushed to a registry. */
  readonly published: readonly Named[];
  /** The names that the project chose. */
  readonly names: readonly string[];
  readonly runtimeBases: readonly Named[];
  readonly builderBases: readonly Named[];
  /** What else files in an image come from. */
  readonly sources: readonly Named[];
  readonly attestations: boolean;
  readonly versions: VersionFacts;
}

/** The builder image, in acknowledgements: no other image is called so. */
const BUILDER = 'muslrust-chef';

/** Those of what builds the images of a project, and of what builds its builder image. What is ejected is nobody's any more. */
export function factsOf(project: Project): PolicyFacts[] {
  if (project.ejected) return [];
  const [chef, record, builder] = [
    MuslRustChef.of(project),
    RecordFile.of(project)?.facts,
    MuslRustChefBuilder.of(project),
  ];
  return [...(chef && record ? [factsOfImages(chef, record)] : []), ...(builder ? [factsOfBuilder(builder)] : [])];
}

function factsOfImages({ _kept, _copiedFrom }: MuslRustChef, record: RecordFile['facts']): PolicyFacts {
  const { images, runtimeBase, builderBase, attestations } = record;
  const { seed, cache } = _kept;
  return {
    published: [
      ...images.map(({ name, reference }) => ({ what: `image ${name} is published at`, reference, about: name })),
      ...(seed ? [{ what: 'what was compiled is pushed to', reference: seed, about: 'seedRepository' }] : []),
      ...(cache ? [{ what: 'the cache of layers is pushed to', reference: cache, about: 'BuildCache.registry' }] : []),
    ],
    names: images.map(({ name }) => name),
    runtimeBases: [{ what: 'executables are put on', reference: runtimeBase }],
    builderBases: [{ what: 'everything is compiled in', reference: builderBase }],
    sources: _copiedFrom.map((reference) => ({ what: 'files of the images are copied from', reference })),
    attestations,
    versions: record,
  };
}

function factsOfBuilder({ _facts }: MuslRustChefBuilder): PolicyFacts {
  const { reference, builderBase, attestations, pins } = _facts();
  return {
    published: [{ what: 'the builder image is published at', reference, about: BUILDER }],
    names: [],
    runtimeBases: [],
    builderBases: [{ what: 'the builder image is made of', reference: builderBase, about: BUILDER }],
    sources: [],
    attestations,
    versions: { generator: GENERATOR, pins, builderBase, runtimeBase: '' },
  };
}
