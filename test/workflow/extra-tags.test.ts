import { assertExtraTags, assertNotOfBranch } from '../../src/workflow/extra-tags';

test.each<[branchTags: string[], releaseTags: string[]]>([
  [[], []],
  [['edge'], ['stable']],
  [
    ['edge', 'dev_1', '_x', 'main-2'],
    ['{major}', 'v{version}', '{version}-musl', '{major}.{minor}-musl', 'v{major}.{minor}'],
  ],
  [
    ['1.x', '1'],
    ['release', 'latest-release', '{major}-musl'],
  ],
])('%j and %j can be moved', (branchTags, releaseTags) => {
  assertExtraTags(branchTags, releaseTags);
  assertNotOfBranch('main', branchTags, releaseTags);
});

test.each<[branchTags: string[], releaseTags: string[], message: string]>([
  // no tags
  [['a b'], [], 'branchTags[0]: "a b" is no tag of an image: at most 128 letters'],
  [['edge', ''], [], 'branchTags[1]: "" is no tag'],
  [['-a'], [], '"-a" is no tag'],
  [['.a'], [], '".a" is no tag'],
  [['a/b'], [], '"a/b" is no tag'],
  [['a:b'], [], '"a:b" is no tag'],
  [['é'], [], '"é" is no tag'],
  [['a+b'], [], '"a+b" is no tag'],
  [['x'.repeat(129)], [], 'is no tag'],
  [[], ['{version}+x'], 'releaseTags[0]: "{version}+x" is no tag'],
  [[], ['{version'], '"{version" is no tag'],
  [['${{ github.sha }}'], [], 'branchTags[0]: "${{ github.sha }}" '],
  // what is not known
  [[], ['{patch}'], 'releaseTags[0]: "{patch}" has {patch}. There are {version}, {major} and {minor}.'],
  [[], ['{constructor}'], 'has {constructor}.'],
  [[], ['{}'], 'has {}.'],
  [['{version}'], [], 'branchTags[0]: "{version}" has {version}. Only a release has a version'],
  // what is another's
  [
    ['latest'],
    [],
    'branchTags[0]: "latest" is moved by the workflow itself, for a release, a commit or a digest. Name another, e.g. "edge".',
  ],
  [['1.2'], [], '"1.2" is moved by'],
  [['1.2.3-x'], [], '"1.2.3-x" is moved by'],
  [['sha-1'], [], '"sha-1" is moved by'],
  [['sha256-1'], [], '"sha256-1" is moved by'],
  [[], ['latest'], 'releaseTags[0]: "latest" is moved by'],
  [[], ['{version}'], '"{version}" is moved by'],
  [[], ['{major}.{minor}'], '"{major}.{minor}" is moved by'],
  [[], ['1.{minor}'], '"1.{minor}" is moved by'],
  [[], ['sha-{version}'], '"sha-{version}" is moved by'],
  // two
  [['edge', 'edge'], [], '"edge" is there twice. List each once.'],
  [[], ['stable', 'a', 'stable'], '"stable" is there twice.'],
  [['edge'], ['edge'], 'branchTags: "edge" would be moved by releases too, as "edge" of releaseTags. Name another.'],
  [['1'], ['{major}'], 'branchTags: "1" would be moved by releases too, as "{major}"'],
  [['v1.2-x'], ['v{major}.{minor}-x'], '"v{major}.{minor}-x" of releaseTags'],
  [['v-anything'], ['v-{version}'], '"v-{version}" of releaseTags'],
])('%j and %j are refused: %s', (branchTags, releaseTags, message) => {
  expect(() => assertExtraTags(branchTags, releaseTags)).toThrow(message);
});

test.each<[branch: string, branchTags: string[], releaseTags: string[], message: string]>([
  ['main', ['main'], [], 'branchTags: "main" is moved anyway, by the name of the branch. Leave it out.'],
  ['release/1', ['release-1'], [], 'branchTags: "release-1" is moved anyway'],
  ['stable', [], ['stable'], 'branch: its tag "stable" would be moved by releases too, as "stable" of releaseTags.'],
  ['1', [], ['{major}'], 'branch: its tag "1" would be moved by releases too'],
])('beside the branch %s, %j and %j are refused', (branch, branchTags, releaseTags, message) => {
  expect(() => assertNotOfBranch(branch, branchTags, releaseTags)).toThrow(message);
});
