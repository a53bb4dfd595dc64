import { BuilderBase, MuslRustChefBuilderOptions, MuslRustChefOptions, Platform, PublishGate } from '../../src';
import { assertValidBuilderOptions } from '../../src/muslrust-chef-builder-options';
import { assertEffective } from '../../src/options/assert-effective';
import { PINS } from '../../src/pins';
import { resolveOptions as resolve } from '../../src/resolved-options';

const resolveOptions = (options: MuslRustChefOptions) => resolve(options, PINS);

const gate = PublishGate.job('mine', { runsOn: ['ubuntu-24.04'], permissions: {}, steps: [{ run: 'true' }] });

/** What a workflow alone would do. */
const ASKED: MuslRustChefOptions[] = [
  { schedule: ['0 4 * * 1'] },
  { manualStart: true },
  { paths: ['src/**'] },
  { branchTags: ['edge'] },
  { releaseTags: ['stable'] },
  { publishAfter: [gate] },
];

test.each(ASKED)('without a workflow %j is refused, for images and for the builder image', (asked) => {
  const [option] = Object.keys(asked);
  const message = new RegExp(
    `^${option}: \`workflow\` is false, .* Leave one of the two out; .* \`${option}: .*\` takes it back\\.$`,
  );
  expect(() => resolveOptions({ ...asked, workflow: false })).toThrow(message);
  expect(() => assertValidBuilderOptions({ ...asked, workflow: false })).toThrow(message);
  for (const workflow of [true, undefined]) {
    expect(() => resolveOptions({ ...asked, workflow })).not.toThrow();
    expect(() => assertValidBuilderOptions({ manualStart: true, ...asked, workflow })).not.toThrow();
  }
});

test.each(ASKED)('where the project has no workflows %j is refused, by the reason for that', (asked) => {
  const [option] = Object.keys(asked);
  const why = '`github` of the project is false';
  expect(() => assertEffective(asked, why)).toThrow(`${option}: ${why}, and nothing else would do this. Leave one`);
  expect(() => assertEffective({ workflow: true }, why)).toThrow(`workflow: ${why}, so there would be none. Leave one`);
  for (const fine of [{}, { workflow: false }, { schedule: [] }, { branch: 'main', attest: true }]) {
    expect(() => assertEffective(fine, why)).not.toThrow();
  }
});

test.each<[MuslRustChefOptions, string]>([
  [{ allFeatures: true, defaultFeatures: false }, 'defaultFeatures: `allFeatures` switches the default ones on too'],
  [{ seedImages: true, isolated: true }, 'seedImages: isolated images are compiled one by one'],
  [
    { seedRepository: 'ghcr.io/acme/x', isolated: true },
    'seedRepository: there are no seeds where images are isolated',
  ],
  [{ seedImages: true, incremental: false }, 'seedImages: a build would begin with what an earlier one compiled'],
  [
    { seedRepository: 'ghcr.io/acme/x', incremental: false },
    'seedRepository: there are no seeds where `incremental` is false',
  ],
  [
    { seedRepository: 'ghcr.io/acme/x', seedImages: false },
    'seedRepository: there are no seeds where `seedImages` is false',
  ],
  [
    { builderImage: 'ghcr.io/acme/x:1', builderBase: BuilderBase.muslrust() },
    'builderImage: that image is made from a base already',
  ],
])('%j is refused', (options, message) => {
  expect(() => resolveOptions(options)).toThrow(message);
  expect(() => resolveOptions(options)).toThrow(/Leave one of the two out\.$/);
});

test.each<MuslRustChefOptions>([
  // nothing is asked for
  {
    workflow: false,
    schedule: [],
    manualStart: false,
    paths: undefined,
    branchTags: [],
    releaseTags: [],
    publishAfter: [],
  },
  // how it is done, wherever it is
  { workflow: false, runners: { 'linux/amd64': ['large'] }, branch: 'main', attest: true, registries: [] },
  { workflow: false, stepsBeforeBuild: [{ run: 'true' }] },
  { platforms: [Platform.LINUX_AMD64], runners: { 'linux/arm64': ['large'] } },
  // a target of the bake file, for another CI
  { workflow: false, seedImages: true },
  { incremental: false, seedImages: false },
  { seedImages: false, isolated: true },
  { allFeatures: true, defaultFeatures: true },
])('%j harms nobody', (options) => {
  expect(() => resolveOptions(options)).not.toThrow();
});

test.each<[MuslRustChefBuilderOptions, boolean]>([
  [{ branchTags: ['edge'] }, false],
  [{ branchTags: ['edge'], schedule: [], manualStart: false }, false],
  [{ branchTags: ['edge'], schedule: ['0 4 * * 1'] }, true],
  [{ branchTags: ['edge'], manualStart: true }, true],
  [{ releaseTags: ['stable'] }, true],
])('a builder image is published from the branch by a time or by hand only: %j', (options, isFine) => {
  const check = () => assertValidBuilderOptions(options);
  if (isFine) {
    expect(check).not.toThrow();
  } else {
    expect(check).toThrow(/^branchTags: .* `schedule` or `manualStart`\. Set one of them, or leave this out\.$/);
  }
});
