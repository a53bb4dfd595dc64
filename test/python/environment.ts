import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { versionOf } from '../../src/generator';
import { CompiledPackage, Ran } from '../adopt/compiled';
import { packageFolder, pacmak } from '../tools/pacmak';
import { tempDir, writeTree } from '../util';

const place = tempDir();
const wheels = join(place, 'index', 'projen-muslrust-chef');

/** This package as a user has it in Python: a wheel on an index, and environments that it is installed into. */
export class PythonEnvironment {
  /** The package as Node.js has it, of which the wheel was made. */
  public static readonly compiled = new CompiledPackage('0.0.0');

  /** The one with all that synthesises; where it can't be had, which step failed, and how. */
  public static provide(): { readonly environment: PythonEnvironment; readonly fault?: string } {
    const environment = new PythonEnvironment('user');
    const pins = ['projen', 'constructs'].map((name) => `${name}==${versionOf(name)}`);
    const code = join(place, 'code');
    mkdirSync(wheels, { recursive: true });
    const [generator, ...generated] = pacmak('python', code, packageFolder());
    const steps: [what: string, command: string, ...args: string[]][] = [
      ['python3 with venv', 'python3', '-m', 'venv', environment.folder],
      ['the index of Python packages', 'pip', 'install', '--quiet', '--retries=1', ...pins, 'setuptools', 'wheel'],
      ['jsii-pacmak', generator, ...generated],
      ['the wheel', 'pip', 'wheel', '--quiet', '--no-deps', '--no-build-isolation', '-w', wheels, join(code, 'python')],
      ['this package for Python', 'pip', 'install', '--quiet', ...pins, 'projen-muslrust-chef'],
    ];
    for (const [what, command, ...args] of steps) {
      const { status, output } = environment.run(place, command, ...args);
      if (status !== 0) return { environment, fault: `${what} can't be had: ${output.trim().slice(-600)}` };
    }
    return { environment };
  }

  /** Serves the wheel as an index does, of which a lock file can say where it is from (PEP 503). */
  public static serve(): { readonly url: string; readonly stop: () => void } {
    const name = 'projen_muslrust_chef-0.0.0-py3-none-any.whl';
    writeTree(wheels, { 'index.html': `<a href="${name}">${name}</a>\n` });
    const port = 20_000 + (process.pid % 20_000);
    const args = ['-m', 'http.server', '--bind', '127.0.0.1', '--directory', join(place, 'index'), `${port}`];
    const server = spawn('python3', args, { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}`;
    const asked = `import time, urllib.request as u\nfor _ in range(100):\n try: u.urlopen('${url}'); break\n except OSError: time.sleep(0.2)`;
    spawnSync('python3', ['-c', asked]);
    return { url, stop: () => void server.kill() };
  }

  /** An empty one, as a runner has it. */
  public static fresh(name: string): PythonEnvironment {
    const environment = new PythonEnvironment(name);
    environment.succeeds(place, 'python3', '-m', 'venv', environment.folder);
    return environment;
  }

  private readonly folder: string;
  private readonly variables: Record<string, string | undefined>;

  private constructor(name: string) {
    this.folder = join(place, name);
    this.variables = {
      ...process.env,
      PATH: [join(this.folder, 'bin'), process.env.PATH].join(delimiter),
      // our own is on no index, and is found as if it were
      PIP_FIND_LINKS: [process.env.PIP_FIND_LINKS, wheels].filter((each) => each).join(' '),
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      PROJEN_DISABLE_POST: 'true',
      DEBUG: '',
      // what they keep
      POETRY_VIRTUALENVS_PATH: join(place, 'poetry'),
      // the wheel of an earlier run has the same version
      POETRY_CACHE_DIR: join(place, 'poetry-cache'),
      UV_CACHE_DIR: join(place, 'uv-cache'),
      // as pip does
      UV_SYSTEM_CERTS: 'true',
      // in a test projen says nothing
      NODE_ENV: '',
      // in the home folder it would grow with each build of this package
      JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(place, 'jsii'),
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0],
    };
  }

  /** Where a program of it is. */
  public programOf(name: string): string {
    return join(this.folder, 'bin', name);
  }

  /** Runs a command in it. */
  public run(cwd: string, command: string, ...args: string[]): Ran {
    const { status, error, stdout, stderr } = spawnSync(command, args, {
      cwd,
      env: this.variables,
      encoding: 'utf8',
      maxBuffer: Infinity,
      // a pipe of Node.js's is a socket: bash would take it for a login from elsewhere, and have ~/.bashrc change PATH
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { status, output: error ? error.message : stdout + stderr };
  }

  /** Runs a command that has to do what it is there for. */
  public succeeds(cwd: string, command: string, ...args: string[]): string {
    const { status, output } = this.run(cwd, command, ...args);
    if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${output}`);
    return output;
  }
}
