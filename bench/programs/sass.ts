import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Executables } from '../lib/executables';
import { publishedCrate, run, tempDir } from '../lib/lab';

/** A compiler of Sass: https://crates.io/crates/grass */
export const GRASS = { name: 'grass', version: '0.13.4' };
/** What it compiles, from npm. */
export const BOOTSTRAP = { name: 'bootstrap', version: '5.3.8' };
/** How often, in one run. */
export const TIMES = 10;

export interface SassRun {
  readonly seconds: number;
  readonly processorSeconds: number;
}

export function grassCrate(): string {
  const crate = publishedCrate(GRASS.name, GRASS.version);
  // it is not optimised by what is in it
  rmSync(join(crate, '.cargo'), { recursive: true });
  return crate;
}

/** The folder of Bootstrap's style sheets. */
export function bootstrap(): string {
  const folder = tempDir();
  const archive = run(['npm', 'pack', '--silent', `${BOOTSTRAP.name}@${BOOTSTRAP.version}`], { cwd: folder });
  run(['tar', '--extract', '--file', archive], { cwd: folder });
  return join(folder, 'package', 'scss');
}

/** Compiles Bootstrap; for the mean of `TIMES` processes. */
export function runSass({ path, environment }: Executables, folder: string): SassRun {
  const variables = Object.entries(environment).map((variable) => variable.join('='));
  const compile = `env -i "$@" '${path(GRASS.name)}' bootstrap.scss bootstrap.css`;
  const script = `TIMEFORMAT='%R %U %S'; { time for _ in {1..${TIMES}}; do ${compile}; done; } 2>&1`;
  const [seconds, user, system] = run(['bash', '-ec', script, 'bash', ...variables], { cwd: folder })
    .split('\n')
    .at(-1)!
    .split(' ')
    .map((each) => Number(each) / TIMES);
  return { seconds, processorSeconds: user + system };
}
