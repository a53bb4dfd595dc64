import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompiledPackage } from '../adopt/compiled';
import { repository, SERVICE, shared } from '../python/repositories';
import { packageFolder, pacmak } from '../tools/pacmak';
import { tempDir, writeTree } from '../util';

const PROGRAMS = join(__dirname, 'programs');
const PROJEN = join(__dirname, '..', '..', 'node_modules', 'projen');
const OURS = packageFolder();
const compiled = new CompiledPackage('0.0.0');

function succeeds(cwd: string, command: string, ...args: string[]): void {
  const env = { ...process.env, PROJEN_DISABLE_POST: 'true', GOFLAGS: '-mod=mod' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', input: '' });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed:\n${(stdout + stderr).slice(-6000)}`);
}

/** Generates code for this package and for projen, which is in no index for all of these languages. */
function generate(language: 'java' | 'go'): string {
  const outdir = tempDir();
  const [program, ...args] = pacmak(language, outdir, OURS, PROJEN);
  succeeds(outdir, program, ...args);
  return join(outdir, language);
}

/** The program that makes what the rc file in JavaScript makes, as a command. */
const COMPILE: Record<string, () => string[]> = {
  Java: () => {
    const code = generate('java');
    const [jars, classes] = [join(code, 'jars'), join(code, 'classes')];
    const sources = join(code, 'src', 'main', 'java');
    const own = join(sources, 'io', 'github', 'projenmuslrustchef');
    const files = readdirSync(own, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.java'));
    succeeds(code, 'mvn', '--quiet', '--batch-mode', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`);
    mkdirSync(classes);
    const path = `${join(jars, '*')}:${classes}`;
    // of projen, what these name
    const options = ['-nowarn', '-proc:none', '-d', classes, '-cp', path, '-sourcepath', sources];
    succeeds(code, 'javac', ...options, ...files.map((name) => join(own, name)), join(PROGRAMS, 'Rc.java'));
    cpSync(join(code, 'src', 'main', 'resources'), classes, { recursive: true });
    return ['java', '-cp', path, 'Rc'];
  },
  Go: () => {
    const code = generate('go');
    const modules = {
      'github.com/projen-muslrust-chef/projen-muslrust-chef-go/muslrustchef': 'muslrustchef',
      'github.com/projen/projen-go/projen': 'projen',
    };
    const folder = writeTree(join(code, 'rc'), {
      'main.go': readFileSync(join(PROGRAMS, 'rc.go'), 'utf8'),
      'go.mod': [
        'module rc',
        `go ${/^go (.*)$/m.exec(readFileSync(join(code, 'muslrustchef', 'go.mod'), 'utf8'))![1]}`,
        ...Object.entries(modules).map(([name, path]) => `replace ${name} => ../${path}`),
        '',
      ].join('\n'),
    });
    succeeds(folder, 'go', 'mod', 'tidy');
    // all of this package, whatever the program names
    succeeds(folder, 'go', 'vet', `${Object.keys(modules)[0]}/...`);
    succeeds(folder, 'go', 'build', '-o', 'rc', '.');
    return [join(folder, 'rc')];
  },
};

describe.each(Object.keys(COMPILE))('in %s', (language) => {
  test('all of it compiles, and a program makes what one in JavaScript makes', () => {
    const command = COMPILE[language]();
    const [made, expected] = [repository(SERVICE), repository(SERVICE)];
    succeeds(made, command[0], ...command.slice(1));

    cpSync(join(PROGRAMS, 'rc.js'), join(expected, '.projenrc.js'));
    compiled.installInto(expected);
    expect(compiled.synth(expected)).toMatchObject({ status: 0 });
    expect(shared(made)).toEqual(shared(expected));
    expect(shared(made).Dockerfile).toContain('ENV ACME_SITE=/opt/site');
  });
});
