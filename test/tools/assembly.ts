import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const ASSEMBLY = '.jsii';

/**
 * Options are checked by what jsii wrote of the types in `src/`. `npx projen compile` writes it; where that is not done,
 * or out of date, it is made here: from a copy, so that `lib/` is left alone and a compilation beside this one is not
 * disturbed, and put in place by a rename, so that nobody reads half of it.
 */
export function provideAssembly(): void {
  if (isUpToDate()) return;
  process.stderr.write('compiling src/ for its .jsii, which takes some 20 seconds\n');
  const begin = new Date();
  const copy = mkdtempSync(join(tmpdir(), 'muslrust-chef-jsii-'));
  try {
    compileInto(copy);
    const made = join(ROOT, `${ASSEMBLY}.${process.pid}`);
    copyFileSync(join(copy, ASSEMBLY), made);
    // an edit since then is not in it
    utimesSync(made, begin, begin);
    renameSync(made, join(ROOT, ASSEMBLY));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Compiles a copy by jsii: what serves other languages has the name of each class in it, which other compilers leave out. */
export function compileInto(folder: string): void {
  for (const path of ['src', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE']) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const jsii = spawnSync(process.execPath, [require.resolve('jsii/bin/jsii'), '--silence-warnings=reserved-word'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (jsii.status !== 0) {
    throw new Error(`src/ does not compile, and the tests need its .jsii:\n${jsii.stdout}${jsii.stderr}`);
  }
  chmodSync(join(folder, 'lib', 'cli', 'main.js'), 0o755);
}

/** Against the files that the public types are in: what else is edited does not change it. */
function isUpToDate(): boolean {
  const index = join(ROOT, 'src', 'index.ts');
  const exported = [...readFileSync(index, 'utf8').matchAll(/ from '(.+)';/g)].map(([, path]) =>
    join(dirname(index), `${path}.ts`),
  );
  const time = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return [index, ...exported].every((path) => time(path) <= time(join(ROOT, ASSEMBLY)));
}
