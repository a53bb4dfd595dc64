import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(__dirname, '..');

/** The folders and entry points of `src/`, as CONTRIBUTING.md lists them from the top down. */
const ROOMS = [
  ...readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
    .split('## The rooms')[1]
    .split('```')[1]
    .matchAll(/\bsrc\/[\w.-]+\/?/g),
].map(([name]) => name);

const FILES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name}`);

/** What exports all of it is above the list. */
const OTHERS = FILES.filter((file) => file !== 'src/index.ts');

function roomOf(file: string): number {
  return ROOMS.findIndex((room) => file === room || (room.endsWith('/') && file.startsWith(room)));
}

test('each file is in a room of the map, and each room is there', () => {
  expect(OTHERS.filter((file) => roomOf(file) < 0)).toEqual([]);
  expect(ROOMS.filter((room) => !existsSync(join(ROOT, room)))).toEqual([]);
  expect(new Set(ROOMS).size).toBe(ROOMS.length);
});

test('imports point down the map', () => {
  const upwards = OTHERS.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/ from '(\.[^']*)'/g)]
      .map(([, path]) => `${normalize(join(dirname(file), path))}.ts`)
      .filter((imported) => roomOf(imported) < roomOf(file))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(upwards).toEqual([]);
});
