import { execFileSync } from 'node:child_process';
import fs, {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { MuslRustChef, MuslRustChefBuilder, RustProject } from '../../src';
import { UserError } from '../../src/messages/user-error';
import { CRATE, synth, synthesise } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

/** Everything in a folder by its path: what it is, and what is in it. */
function entries(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => {
      const at = join(folder, path);
      const entry = lstatSync(at);
      if (entry.isSymbolicLink()) return [path, `-> ${readlinkSync(at)}`];
      return [path, entry.isFile() ? readFileSync(at, 'latin1') : entry.isDirectory() ? 'folder' : 'other'];
    }),
  );
}

const logging = { level: LogLevel.OFF };
const PROJECTS: Record<string, (outdir: string) => Project> = {
  MuslRustChef: (outdir) => {
    const project = new Project({ name: 'app', outdir, logging });
    new MuslRustChef(project);
    return project;
  },
  MuslRustChefBuilder: (outdir) => {
    const project = new Project({ name: 'app', outdir, logging });
    new MuslRustChefBuilder(project);
    return project;
  },
  'MuslRustChef of a sub-project': (outdir) => {
    const project = new Project({ name: 'root', outdir, logging });
    new MuslRustChef(new Project({ name: 'app', parent: project, outdir: 'services/app', logging }), {
      workflow: false,
    });
    return project;
  },
  RustProject: (outdir) => new RustProject({ name: 'app', outdir, logging }),
  'RustProject without images': (outdir) =>
    new RustProject({ name: 'app', outdir, muslRustChef: false, rustWorkflow: false, logging }),
};

const SOURCES: Record<string, Record<string, string>> = {
  MuslRustChef: CRATE,
  'MuslRustChef of a sub-project': Object.fromEntries(
    Object.entries(CRATE).map(([path, text]) => [`services/app/${path}`, text]),
  ),
};

/** What may be in the place of a file, and the words that name it. */
const INSTEAD: [what: string, put: (path: string) => void, words: string][] = [
  [
    'a folder',
    (path) => mkdirSync(join(path, 'mine'), { recursive: true }),
    'is a folder, where a file is wanted: move it',
  ],
  ['a link to nothing', (path) => symlinkSync('nowhere', path), 'is a link'],
  ['a link in a circle', (path) => symlinkSync(path, path), 'is a link'],
  ['a pipe', (path) => execFileSync('mkfifo', [path]), 'is no ordinary file, where a file is wanted: move it'],
];

describe.each(Object.keys(PROJECTS))('%s', (name) => {
  const make = PROJECTS[name];
  const sources = SOURCES[name] ?? {};
  const sampled = tempDir();
  synthesise(make(writeTree(sampled, sources)));
  const written = Object.keys(readTree(sampled)).filter((path) => !(path in sources) && path !== 'README.md');

  const refusal = (dir: string): string => {
    const before = entries(dir);
    let error: unknown;
    try {
      synthesise(make(dir));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    expect(entries(dir)).toEqual(before);
    return (error as UserError).message;
  };

  test('writes files', () => expect(written.length).toBeGreaterThan(5));

  // each path with one of them, since it is one function that looks
  const cases = written.map((path, index): [string, ...(typeof INSTEAD)[number]] => [
    path,
    ...INSTEAD[index % INSTEAD.length],
  ]);
  test.each(cases)('%s: %s', (path, _, put, words) => {
    const dir = writeTree(tempDir(), sources);
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    put(join(dir, path));
    expect(refusal(dir)).toContain(`${path} ${words}`);
  });

  const folders = [...new Set(written.map((path) => dirname(path)).filter((path) => path !== '.'))].filter(
    (folder) => !Object.keys(sources).some((path) => path.startsWith(`${folder}/`)),
  );
  test.each(folders)('the folder %s is a file, or a link to one', (folder) => {
    const dir = writeTree(tempDir(), { ...sources, [folder]: 'mine' });
    expect(refusal(dir)).toContain(`${folder} is a file, where a folder is wanted for ${folder}/`);
    renameSync(join(dir, folder), join(dir, 'elsewhere'));
    symlinkSync(join(dir, 'elsewhere'), join(dir, folder));
    expect(refusal(dir)).toContain(`${folder} is a file, where a folder is wanted for ${folder}/`);
  });
});

test('all that is in the way is named at once, a file in the place of a folder once', () => {
  const dir = writeTree(tempDir(), { ...CRATE, docker: '', '.github': '', 'Dockerfile/x': '' });
  expect(() => synthesise(PROJECTS.MuslRustChef(dir))).toThrow(
    /^Nothing has been changed\. (?=.*Dockerfile is a folder)(?=.*\.github is a file)(?=.*docker is a file)(?!.*docker is.*docker is)/,
  );
});

describe('what is read', () => {
  test.each(['Cargo.toml', 'Cargo.lock', '.cargo/config.toml', '.cargo/config', 'docker/.gitignore', '.gitignore'])(
    '%s is a folder',
    (path) => {
      const { [path]: _, ...sources } = CRATE;
      const dir = writeTree(tempDir(), { ...sources, [`${path}/x`]: '' });
      const before = entries(dir);
      expect(() => synthesise(PROJECTS.MuslRustChef(dir))).toThrow(`${path} is a folder, where a file is wanted`);
      expect(entries(dir)).toEqual(before);
    },
  );

  test.each(['README.md', 'README', '.projenrc.js', 'rust-toolchain', 'rust-toolchain.toml'])(
    'no harm is done by a folder named %s',
    (path) => {
      expect(() =>
        synth({ ...CRATE, 'package.json': '{"name":"a","description":"x"}', [`${path}/x`]: '' }),
      ).not.toThrow();
    },
  );
});

// only root can become somebody else
(process.geteuid!() === 0 ? describe : describe.skip)('as somebody who may not', () => {
  const asNobody = (act: () => void) => {
    const id = process.geteuid!();
    // access(2) asks for the real user, whom Node.js can't change back
    const access = jest.spyOn(fs, 'accessSync').mockImplementation((path, mode) => {
      // eslint-disable-next-line no-bitwise
      if ((lstatSync(path).mode & mode!) !== mode) throw new Error('EACCES');
    });
    process.seteuid!(65534);
    try {
      act();
    } finally {
      process.seteuid!(id);
      access.mockRestore();
    }
  };

  const NOT_READ: [path: string, words: string][] = [
    ['Cargo.toml', "Cargo.toml can't be read: give yourself permission to"],
    ['Dockerfile', "Dockerfile can't be read: give yourself permission to"],
    ['.gitignore', ".gitignore can't be read: give yourself permission to"],
    ['docker/verify-image.sh', "docker/verify-image.sh can't be read: give yourself permission to"],
    ['docker', "docker/verify-image.sh can't be reached: give yourself permission to search the folders above it"],
  ];

  test.each(NOT_READ)('read %s', (path, words) => {
    const { dir } = synth(CRATE);
    execFileSync('chmod', ['-R', 'a+rwX', dir]);
    execFileSync('chmod', ['a-rwx', join(dir, path)]);
    asNobody(() => expect(() => synthesise(PROJECTS.MuslRustChef(dir))).toThrow(words));
  });

  test('write into a folder', () => {
    const dir = writeTree(tempDir(), { ...CRATE, 'docker/mine': '' });
    execFileSync('chmod', ['-R', 'a+rwX', dir]);
    execFileSync('chmod', ['a-w', join(dir, 'docker')]);
    const before = entries(dir);
    asNobody(() =>
      expect(() => synthesise(PROJECTS.MuslRustChef(dir))).toThrow(
        `docker/verify-image.sh can't be written: give yourself permission to write into ${join(dir, 'docker')}`,
      ),
    );
    expect(entries(dir)).toEqual(before);
  });

  test('look into a folder of somebody else, which holds no source', () => {
    const dir = writeTree(tempDir(), { ...CRATE, 'data/pg.rs': '' });
    execFileSync('chmod', ['-R', 'a+rwX', dir]);
    execFileSync('chmod', ['a-rwx', join(dir, 'data')]);
    asNobody(() => expect(() => synthesise(PROJECTS.MuslRustChef(dir))).not.toThrow());
    writeFileSync(join(dir, 'data/after'), '');
  });
});
