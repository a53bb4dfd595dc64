import { movedImages } from '../../src/record/moved-images';

const at = (...places: string[]) =>
  places.map((reference) => ({ name: reference, reference, target: reference, binary: reference }));

test.each<[last: string[], now: string[], said: string[], count: number]>([
  [[], ['r/a'], [], 0],
  [['r/a'], ['r/a'], [], 0],
  [['r/a'], ['r/a', 'r/b'], [], 0],
  [['r/a', 'r/b'], ['r/a'], [], 0],
  [['r/a', 'r/b'], ['r/b', 'r/a'], [], 0],
  [['r/a'], ['r/b'], [], 1],
  [['r/a'], ['r/a/b'], [], 1],
  [['r/a/b'], ['r/a'], [], 1],
  [['r/a', 'r/b'], ['r/a', 'r/c'], [], 1],
  // the user says so
  [['r/a'], ['r/b'], ['r/b'], 0],
  // another repository is asked for
  [['r/a'], ['other/x/y'], [], 0],
])('%j, then %j, of which %j is said', (last, now, said, count) => {
  expect(movedImages(at(...last), at(...now), said)).toHaveLength(count);
});
