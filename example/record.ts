/**
 * Records the first minute of a new project, as `docs/start.svg`: the commands are run, and their output is shown as it came, in
 * the time that it took up to a few seconds. Needs the compiled package (`npx projen compile`).
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projen, run } from './demo/processes';
import { recording, Shown } from './demo/recording';

const REPOSITORY = join(__dirname, '..');

function record(temp: string): string {
  const [{ filename }] = JSON.parse(run(REPOSITORY, 'npm', 'pack', '--json', '--pack-destination', temp));
  const folder = join(temp, 'shop');
  mkdirSync(folder);
  const shown: Shown[] = [];
  const show = (command: string, step: () => string) => {
    const start = performance.now();
    const output = step().trimEnd().split('\n');
    shown.push({ command, output, seconds: (performance.now() - start) / 1000 });
  };
  const git = (...args: string[]) =>
    run(folder, 'git', '-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'core.pager=cat', ...args);

  show('npx projen new --from projen-muslrust-chef rust', () =>
    projen(
      folder,
      join(REPOSITORY, 'node_modules/.bin/projen'),
      'new',
      '--no-git',
      '--from',
      `projen-muslrust-chef@${join(temp, filename)}`,
      'rust',
    ),
  );
  show('ls', () => run(folder, 'sh', '-c', 'ls -C -p -T 0 -w 90'));
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'new');
  const edit = "sed -i 's/new RustProject({/&\\n  muslRustChefOptions: { incremental: false },/' .projenrc.js";
  show(edit, () => run(folder, 'sh', '-c', edit));
  show('npx projen', () => projen(folder, 'npx', 'projen'));
  show('git diff --stat', () => git('diff', '--stat=90'));
  const said = (line: string) => line.replaceAll(`@${join(temp, filename)}`, '').replaceAll(`${folder}/`, '');
  return recording(shown.map((each) => ({ ...each, output: each.output.map(said) })));
}

const temp = realpathSync(mkdtempSync(join(tmpdir(), 'muslrust-chef-record-')));
try {
  writeFileSync(join(REPOSITORY, 'docs/start.svg'), record(temp));
} finally {
  rmSync(temp, { recursive: true, force: true });
}
