import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompiledPackage } from './compiled';
import { commitAll, committed, git, gitAll } from '../git';
import { CRATE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const DOCKERFILE = [
  'FROM lukemathwalker/cargo-chef:latest-rust-1 AS chef',
  'WORKDIR /app',
  'FROM chef AS planner',
  'COPY . .',
  'RUN cargo chef prepare --recipe-path recipe.json',
  'FROM chef AS builder',
  'COPY --from=planner /app/recipe.json recipe.json',
  'RUN cargo chef cook --release --recipe-path recipe.json',
  'COPY . .',
  'RUN cargo build --release --bin app',
  'FROM debian:bookworm-slim AS runtime',
  'WORKDIR /app',
  'COPY --from=builder /app/target/release/app /usr/local/bin',
  'COPY config ./config',
  'ENV RUST_LOG=info',
  'EXPOSE 8080',
  'ENTRYPOINT ["/usr/local/bin/app"]',
  'CMD ["serve"]',
  '',
].join('\n');

const WORKFLOW = [
  'on: { push: { branches: [main] } }',
  'jobs:',
  '  build:',
  '    runs-on: ubuntu-latest',
  '    steps:',
  '      - uses: actions/checkout@v4',
  '      - uses: docker/build-push-action@v6',
  '        with: { push: true, tags: "ghcr.io/${{ github.repository }}:latest" }',
  '',
].join('\n');

const SERVICE: Record<string, string> = {
  ...CRATE,
  Dockerfile: DOCKERFILE,
  '.dockerignore': 'target\n# large\ndocs/\n',
  '.gitignore': '/target\n*.log\n!keep.log\n',
  '.gitattributes': '*.bin binary\n',
  'config/default.toml': 'a = 1\r\n',
  'notes.txt': 'kept\n',
  '.github/workflows/docker.yml': WORKFLOW,
};

const compiled = new CompiledPackage();

const repository = (tree: Record<string, string>) => committed(tree, 'Acme/app');

/** Without what git keeps for itself, and what was installed. */
function files(dir: string): Record<string, string> {
  return Object.fromEntries(Object.entries(readTree(dir)).filter(([path]) => !/^(\.git|node_modules)\//.test(path)));
}

/** The paths below a heading of what was printed. */
function listed(output: string, title: string): string[] {
  const [, list = ''] = new RegExp(`^${title}:\\n((?: {2}.*\\n)*)`, 'm').exec(output) ?? [];
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('a service with a Dockerfile of cargo-chef', () => {
  const dir = repository(SERVICE);
  const before = files(dir);
  const dry = compiled.run(dir, 'adopt', '--dry-run');

  test('is shown in a diff, and left alone by --dry-run', () => {
    expect(dry).toMatchObject({ status: 0 });
    expect(dry.output).toContain('-FROM debian:bookworm-slim AS runtime');
    expect(dry.output).toContain('diff --git a/docker-bake.json b/docker-bake.json');
    expect(dry.output).toContain('deleted file mode 100644');
    expect(dry.output).toContain('--dry-run: nothing has been changed');
    expect(dry.output).toContain('.github/workflows/docker.yml:7: the images are for linux/arm64 too');
    expect(files(dir)).toEqual(before);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test('is left alone where nobody can be asked', () => {
    const { status, output } = compiled.run(dir, 'adopt');
    expect(status).toBe(1);
    expect(output).toContain('--yes changes it');
    expect(files(dir)).toEqual(before);
  });

  describe('is adopted with --yes', () => {
    let [status, output, after]: [number | null, string, Record<string, string>] = [null, '', {}];

    beforeAll(() => {
      ({ status, output } = compiled.run(dir, 'adopt', '--yes'));
      after = files(dir);
    });

    test('by an rc file that says what the old files said', () => {
      expect(status).toBe(0);
      expect(readFileSync(join(dir, '.projenrc.js'), 'utf8')).toContain(
        [
          'const chef = new MuslRustChef(project, {',
          '  images: [',
          '    {',
          "      binary: 'app',",
          "      args: ['serve'],",
          "      env: { RUST_LOG: 'info' },",
          '      ports: [8080],',
          "      files: { 'config/': '/app/config' },",
          "      workdir: '/app',",
          '    },',
          '  ],',
          '});',
          "chef.dockerignore.addPatterns('# large', 'docs/');",
        ].join('\n'),
      );
      expect(readFileSync(join(dir, 'docker-bake.json'), 'utf8')).toContain('"image-app"');
    });

    test('with a list of each file that it added, changed and removed', () => {
      const paths = (isOf: (path: string) => boolean) =>
        [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isOf).sort();
      expect(listed(output, 'Added')).toEqual(paths((path) => !(path in before)));
      expect(listed(output, 'Changed')).toEqual(
        paths((path) => path in before && path in after && before[path] !== after[path]),
      );
      expect(listed(output, 'Removed')).toEqual(['.github/workflows/docker.yml']);
    });

    test('keeps each line of the files of git', () => {
      for (const path of ['.gitignore', '.gitattributes']) {
        for (const line of SERVICE[path].split('\n')) {
          expect(readFileSync(join(dir, path), 'utf8').split('\n')).toContain(line);
        }
      }
    });

    test('and the next synth changes nothing', () => {
      compiled.installInto(dir);
      const again = compiled.synth(dir);
      expect(again).toMatchObject({ status: 0 });
      expect(files(dir)).toEqual(after);
      rmSync(join(dir, 'node_modules'), { recursive: true });
    });

    test('once: the second time it says what to do instead', () => {
      expect(compiled.run(dir, 'adopt', '--yes')).toEqual({
        status: 1,
        output: expect.stringMatching(/^this is adopted already: \.projenrc\.js makes.*`npx projen`/),
      });
      expect(files(dir)).toEqual(after);
    });

    test('and the commands that it names undo it', () => {
      for (const command of listed(output, `To undo it, in ${dir}`)) execFileSync('sh', ['-c', command], { cwd: dir });
      expect(files(dir)).toEqual(before);
      expect(git(dir, 'status', '--porcelain')).toBe('');
    });
  });
});

describe('an rc file in Python has its packages pinned', () => {
  // by npm, so that it is a release as any other
  const installed = new CompiledPackage('*');
  const PINS = compiled.packages.map(({ name, version }) => `${name}==${version}\n`);

  test.each<[string, Record<string, string>, string, string]>([
    ['in a new file', {}, 'requirements-dev.txt', PINS.join('')],
    [
      'at the end of the one that is there, but for what that says',
      { 'requirements-dev.txt': 'flask==3\r\nProjen ==0.103.1 # ours' },
      'requirements-dev.txt',
      `flask==3\r\nProjen ==0.103.1 # ours\r\n${PINS.slice(1).join('').replaceAll('\n', '\r\n')}`,
    ],
    [
      'beside one that another program writes',
      { 'requirements-dev.txt': 'flask==3 --hash=sha256:1\n' },
      'requirements-projen.txt',
      PINS.join(''),
    ],
  ])('%s, by which CI installs them', (_, more, name, text) => {
    const dir = repository({ ...SERVICE, ...more });
    const { status, output } = installed.run(dir, 'adopt', '--yes', '--rc', 'py');
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).not.toContain('where this ran');
    expect(output).toContain(`Next:\n  pip install -r ${name}\n  projen\n`);
    expect(readFileSync(join(dir, name), 'utf8')).toBe(text);
    expect(readFileSync(join(dir, '.github/workflows/generated-files.yml'), 'utf8')).toContain(
      `pip install -r ${name}`,
    );
  });
});

describe('it refuses', () => {
  const dir = repository(SERVICE);
  const refused = (cwd: string, ...args: string[]) => {
    const before = files(dir);
    const { status, output } = compiled.run(cwd, 'adopt', ...args);
    expect(status).toBe(1);
    expect(files(dir)).toEqual(before);
    return output;
  };

  test('a work tree with changes, and names them', () => {
    writeFileSync(join(dir, 'notes.txt'), 'edited\n');
    writeFileSync(join(dir, 'new.txt'), '\n');
    const verdict = /not committed.*git stash --include-untracked[^]*\n {2}notes\.txt\n {2}new\.txt/;
    expect(refused(dir, '--yes')).toMatch(verdict);
    // the difference first, and then the same
    const said = refused(dir, '--dry-run');
    expect(said).toContain('+++ b/docker-bake.json');
    expect(said).toMatch(/nothing has been changed[^]*Without --dry-run it would have stopped before any change/);
    expect(said).toMatch(verdict);
    gitAll(dir, ['checkout', '--quiet', 'notes.txt'], ['clean', '-fq']);
  });

  test('a work tree before its first commit, where git has nothing to stash on', () => {
    const fresh = writeTree(tempDir(), SERVICE);
    git(fresh, 'init', '--quiet');
    const { status, output } = compiled.run(fresh, 'adopt', '--yes');
    expect(status).toBe(1);
    expect(output).not.toContain('stash');
    expect(output).toContain(
      "Commit them, as by `git add --all && git commit --message 'Before adopt'`, and adopt again.",
    );
    commitAll(fresh);
    expect(compiled.run(fresh, 'adopt', '--dry-run').status).toBe(0);
  });

  test('a merge that is not finished', () => {
    writeFileSync(join(dir, '.git', 'MERGE_HEAD'), git(dir, 'rev-parse', 'HEAD'));
    expect(refused(dir, '--yes')).toContain('a merge is not finished here');
    rmSync(join(dir, '.git', 'MERGE_HEAD'));
  });

  test.each([
    ['js', 'new MuslRustChef(project);'],
    ['py', 'MuslRustChef(project)'],
  ])('a project that has a .projenrc.%s, and names the line to add', (language, line) => {
    writeFileSync(join(dir, `.projenrc.${language}`), '');
    expect(refused(dir, '--dry-run')).toContain(line);
    rmSync(join(dir, `.projenrc.${language}`));
  });

  test.each<[name: string, manifest: string, message: RegExp]>([
    ['a manifest that is no TOML', '[package\n', /Cargo\.toml/],
    ['a library', '[package]\nname = "app"\nversion = "0.1.0"\nautobins = false\n', /no binary in the workspace/],
  ])('%s', (_, manifest, message) => {
    writeFileSync(join(dir, 'Cargo.toml'), manifest);
    expect(refused(dir, '--dry-run')).toMatch(message);
    git(dir, 'checkout', '--quiet', 'Cargo.toml');
  });

  test('a folder without a manifest, and names those that have one', () => {
    const many = repository(
      Object.fromEntries(Object.entries(CRATE).map(([path, text]) => [`services/api/${path}`, text])),
    );
    const { status, output } = compiled.run(many, 'adopt', '--yes');
    expect(status).toBe(1);
    expect(output).toContain('projen-muslrust-chef adopt services/api');
    expect(existsSync(join(many, '.projenrc.js'))).toBe(false);
  });

  test('a folder outside of git', () => {
    const plain = writeTree(tempDir(), CRATE);
    expect(compiled.run(plain, 'adopt', '--yes')).toMatchObject({
      status: 1,
      output: expect.stringContaining('git init'),
    });
  });

  test('to replace a file that git ignores', () => {
    const hidden = repository({ ...CRATE, '.gitignore': 'Dockerfile\n' });
    writeFileSync(join(hidden, 'Dockerfile'), 'FROM scratch\n');
    const { status, output } = compiled.run(hidden, 'adopt', '--yes');
    expect(status).toBe(1);
    expect(output).toContain('Dockerfile: git ignores this file');
    expect(readFileSync(join(hidden, 'Dockerfile'), 'utf8')).toBe('FROM scratch\n');
  });

  test.each([
    ['a bake file', 'docker-bake.json', '{}\n'],
    ['a workflow', '.github/workflows/image.yml', 'on: push\njobs: { lint: { runs-on: x, steps: [{ run: echo }] } }\n'],
    [
      'a workflow that builds images, and does more',
      '.github/workflows/image.yml',
      WORKFLOW.replace(/(.*)checkout@v4/, '$&\n      - run: cargo test'),
    ],
    ['the other workflow', '.github/workflows/generated-files.yml', 'on: push\n'],
    ['a script', 'docker/verify-image.sh', '#!/bin/sh\n'],
  ])('%s of the user in the place of a generated one, and says what gets it out of the way', (_, path, text) => {
    // by a package.json that the user has locked there is a workflow for keeping files in sync too
    const other = repository({ ...CRATE, [path]: text, 'package.json': '{}\n', 'package-lock.json': '{}\n' });
    const { status, output } = compiled.run(other, 'adopt', '--yes');
    expect(status).toBe(1);
    expect(output).toContain(
      `the synth of what would be written fails. Nothing has been changed.\n${path}: projen did not write this, and would overwrite it. Give`,
    );
    expect(git(other, 'status', '--porcelain')).toBe('');
    const [, from, to] = /as by `git mv (\S+) (\S+)`.*Commit that, and adopt again\.$/m.exec(output)!;
    git(other, 'mv', from, to);
    commitAll(other);
    expect(compiled.run(other, 'adopt', '--yes').status).toBe(0);
    expect(readFileSync(join(other, to), 'utf8')).toBe(text);
  });

  test('a file in the place of a folder', () => {
    const other = repository({ ...CRATE, docker: '' });
    const { status, output } = compiled.run(other, 'adopt', '--yes');
    expect(status).toBe(1);
    expect(output).toMatch(/\ndocker is a file, where.*move it to another name\. Commit that, and adopt again\.$/m);
  });

  test('a Dockerfile of something else', () => {
    const other = repository({ ...CRATE, Dockerfile: 'FROM node:24\nCMD ["node", "index.js"]\n' });
    const { status, output } = compiled.run(other, 'adopt', '--yes');
    expect(status).toBe(1);
    expect(output).toContain('git mv Dockerfile other.Dockerfile');
  });
});

describe('docs/adopt.md', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'adopt.md'), 'utf8');

  test('has commands that run', () => {
    const services = ['services/api', 'services/worker'].flatMap((folder) =>
      Object.entries(CRATE).map(([path, text]) => [`${folder}/${path}`, text.replace('"app"', `"${folder.slice(9)}"`)]),
    );
    const dir = repository({ ...SERVICE, ...Object.fromEntries(services) });
    const commands = [...page.matchAll(/^npx projen-muslrust-chef (.*)$/gm)].map(([, args]) => args);
    expect(commands).toEqual(['adopt --dry-run', 'adopt', 'adopt services/api services/worker']);
    // the first was run above
    expect(compiled.run(dir, 'adopt').output).toContain('no terminal');
    const { status, output } = compiled.run(dir, ...commands[2].split(' '), '--dry-run');
    expect(status).toBe(0);
    expect(output).toContain('+++ b/.github/workflows/image-services-worker.yml');
    expect(output).toContain("outdir: 'services/api' })");
  });

  test('names messages as they are', () => {
    const messages = [...page.matchAll(/^\| `([^`]*)` \|/gm)]
      .map(([, message]) => message)
      .filter((message) => !/^(RUN|USER|EXPOSE|HEALTHCHECK|ENV|FROM|--)/.test(message));
    const sources = ['adopt', 'cargo', 'files']
      .flatMap((room) =>
        readdirSync(join(__dirname, '..', '..', 'src', room), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => readFileSync(join(__dirname, '..', '..', 'src', room, name), 'utf8')),
      )
      .join('\n');
    const parts = messages.flatMap((message) =>
      message
        .replace(/^a merge/, '')
        .replace('.projenrc.js', '')
        .split('…')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    );
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
  });
});
