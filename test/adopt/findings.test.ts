import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD } from './old-dockerfile/read-dockerfile';
import { AdoptedRepository } from '../../src/adopt/adopted-repository';
import { findingsIn } from '../../src/adopt/findings';
import { committed } from '../git';
import { CRATE } from '../synth';

const DOCKERFILE = `${BUILD}FROM debian\nCOPY --from=build /src/target/release/app /app\nENTRYPOINT ["/app"]\n`;

test('a Dockerfile that is a link is read once, by its own name', () => {
  const dir = committed({ ...CRATE, 'ops/Dockerfile': DOCKERFILE }, 'acme/app');
  symlinkSync('ops/Dockerfile', join(dir, 'Dockerfile'));
  const { dockerfiles } = findingsIn(new AdoptedRepository(dir), '');
  expect(dockerfiles.map(({ path }) => path)).toEqual(['Dockerfile']);
  rmSync(join(dir, 'Dockerfile'));
  expect(findingsIn(new AdoptedRepository(dir), '').dockerfiles.map(({ path }) => path)).toEqual(['ops/Dockerfile']);
});

test('what is wrong with a manifest is said with its folder', () => {
  const outside = `${CRATE['Cargo.toml']}[dependencies]\ncommon = { path = "../../libs/common" }\n`;
  const dir = committed(
    { 'services/api/Cargo.toml': outside, 'services/api/src/main.rs': 'fn main() {}\n' },
    'acme/app',
  );
  expect(() => findingsIn(new AdoptedRepository(dir), 'services/api')).toThrow(
    /^in the folder services\/api: Cargo\.toml/,
  );
});
