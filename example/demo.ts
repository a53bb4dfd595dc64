/**
 * The whole way of a user, with this package as it would be published: pack it, put it into the workspace beside this
 * file, synthesise, build the image and talk to it.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changes, snapshot, tree } from './demo/files';
import { buildAndRun } from './demo/image';
import { diff, projen, run } from './demo/processes';
import { command, done, failed, heading, quote, say } from './demo/terminal';

const REPOSITORY = join(__dirname, '..');
const WORKSPACE = ['Cargo.toml', 'Cargo.lock', 'crates', '.projenrc.js'];
const NPM_INSTALL = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];

async function main(temp: string) {
  heading('Pack the package');
  const tarball = timed('compiled by jsii and packed', () => {
    run(REPOSITORY, 'npx', 'projen', 'compile');
    const [{ filename }] = JSON.parse(run(REPOSITORY, 'npm', 'pack', '--json', '--pack-destination', temp));
    return join(temp, filename);
  });

  const greeter = join(temp, 'greeter');
  existingWorkspace(greeter, tarball);
  newProject(join(temp, 'my-service'), tarball, join(greeter, 'node_modules', '.bin', 'projen'));

  heading('Build the image');
  await buildAndRun(greeter);
}

function existingWorkspace(folder: string, tarball: string) {
  heading('A workspace of three crates, two of them programs, gets a .projenrc.js');
  WORKSPACE.forEach((path) => cpSync(join(__dirname, path), join(folder, path), { recursive: true }));
  quote(readFileSync(join(folder, '.projenrc.js'), 'utf8'));
  say('');
  const { devDependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  const peers = ['projen', 'constructs'].map((name) => `${name}@${devDependencies[name]}`);
  command('npm install projen constructs projen-muslrust-chef');
  timed('installed from the tarball', () => run(folder, 'npm', ...NPM_INSTALL, '--prefix', folder, ...peers, tarball));

  const before = snapshot(folder);
  // the first time: `npx projen` runs a task, which is there from then on
  command('node .projenrc.js');
  quote(timed('synthesised', () => projen(folder, 'node', '.projenrc.js')));
  const after = snapshot(folder);

  heading('What appeared');
  quote(tree([...after.keys()].filter((path) => !before.has(path))));

  heading('What changed in files that are yours');
  for (const path of changes(before, after).filter((changed) => before.has(changed))) {
    say(path);
    quote(diff(join(__dirname, path), join(folder, path)));
  }

  heading('Dockerfile');
  quote(readFileSync(join(folder, 'Dockerfile'), 'utf8'));

  heading('Synthesise again');
  command('npx projen');
  quote(timed('synthesised', () => projen(folder, 'npx', 'projen')));
  const drift = changes(after, snapshot(folder));
  if (drift.length > 0) {
    throw new Error(`a second synth changed ${drift.join(', ')}`);
  }
  done(`0 bytes changed in ${after.size} files`);
}

function newProject(folder: string, tarball: string, cli: string) {
  heading('Or begin with nothing');
  mkdirSync(folder);
  command('npx projen new --from projen-muslrust-chef rust');
  quote(
    timed('a new repository', () =>
      projen(folder, cli, 'new', '--no-git', '--from', `projen-muslrust-chef@${tarball}`, 'rust'),
    ),
  );
  say('');
  quote(tree([...snapshot(folder).keys()]));
}

function timed<T>(text: string, step: () => T): T {
  const start = performance.now();
  const result = step();
  done(text, performance.now() - start);
  return result;
}

// no `@` in this path: `projen new --from` takes what follows the last one for the version
const temp = realpathSync(mkdtempSync(join(tmpdir(), 'muslrust-chef-demo-')));
main(temp)
  .catch((error: Error) => {
    failed(error.message);
    process.exitCode = 1;
  })
  .finally(() => rmSync(temp, { recursive: true, force: true }));
