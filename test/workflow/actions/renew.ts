import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionOf } from './actions';
import { PINS } from '../../../src/pins';

// Reads what each action takes at the commit that is pinned, and writes the table anew: `npx projen actions`.

async function renew() {
  const rows = Object.entries(PINS.actions).map(async ([name, pin]) => {
    const url = `https://raw.githubusercontent.com/${name}/${pin[1]}/action.yml`;
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
    return [name, actionOf(pin, await response.text())];
  });
  const table = Object.fromEntries(await Promise.all(rows));
  writeFileSync(join(__dirname, 'inputs.json'), `${JSON.stringify(table, undefined, 2)}\n`);
}

void renew();
