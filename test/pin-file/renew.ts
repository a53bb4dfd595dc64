import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewed } from './renewed';
import { newestOf } from '../../src/pin-file/update/update-pins';
import { PINS } from '../../src/pins';

// Brings src/pins.ts up to date, by what brings a repository's file of pins up to date: `npx projen pins`.

async function renew() {
  const path = join(__dirname, '../../src/pins.ts');
  const found = await newestOf(PINS, process.env, (line) => process.stderr.write(`${line}\n`));
  if (!found) throw new Error('src/pins.ts is as it was: of what cannot be asked for nothing is known.');
  writeFileSync(path, renewed(readFileSync(path, 'utf8'), found));
}

void renew();
