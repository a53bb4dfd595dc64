import { join } from 'node:path';
import { attempt } from './shell';
import { PINS } from '../../src/pins';
import { pairwiseRows, synthesiseRow } from '../lint/pairwise';
import { tempDir } from '../util';

const rows = pairwiseRows();

/** Images that are nowhere. */
const STAND_INS = [
  'ghcr.io/acme/muslrust-chef:1.2',
  'registry.example.com:5000/base/static:1.2',
  'registry.example.com:5000/clux/muslrust:1.95.0-stable',
];

describe("BuildKit's own checks", () => {
  test(`have nothing to say of ${rows.length} projects, which have every pair of choices`, () => {
    const folder = tempDir();
    const findings = rows
      .map((row, i) => ({ row, ...check(synthesiseRow(row, join(folder, String(i)))) }))
      .filter(({ status, output }) => status !== 0 || !output.includes('Check complete, no warnings found'));

    expect(findings).toEqual([]);
  });
});

function check(folder: string) {
  const contexts = STAND_INS.map((reference) => `--build-context=${reference}=docker-image://${PINS.images.muslrust}`);
  return attempt(['docker', 'buildx', 'build', '--check', '--progress', 'plain', ...contexts, '.'], { cwd: folder });
}
