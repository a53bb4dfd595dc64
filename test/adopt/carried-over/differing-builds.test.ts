import { differingBuilds } from '../../../src/adopt/carried-over/differing-builds';
import { FoundDockerfile } from '../../../src/adopt/findings';
import { BUILD, PROGRAM, read } from '../old-dockerfile/read-dockerfile';

const LAST = `FROM scratch\n${PROGRAM}ENTRYPOINT ["app"]\n`;

const found = (path: string, flags: string): FoundDockerfile => ({
  ...read(BUILD.replace('--release', flags) + LAST),
  path,
  publishings: [],
});

test('one way of compiling is nothing to speak of', () => {
  expect(differingBuilds([found('a', '--release'), found('b', '--release')])).toEqual([]);
});

test.each([
  ['--profile small', /^profile: by hand: other than in a/],
  ['--release --no-default-features', /^--no-default-features: by hand/],
  ['--profile small --all-features', /^profile, --all-features: by hand/],
])('%s beside --release is named', (flags, text) => {
  expect(differingBuilds([found('a', '--release'), found('b', flags)])).toEqual([
    { file: 'b', line: 5, text: expect.stringMatching(text) },
  ]);
});
