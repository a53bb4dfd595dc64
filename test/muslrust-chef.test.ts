import { execFileSync } from 'child_process';
import { chmodSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import {
  Allocator,
  BuildCache,
  BuildStrategy,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefOptions,
  RuntimeBase,
} from '../src';
import { KILLS, sleep, startTs } from './child';
import { CRATE, synth, synthesise, synthIn, WORKSPACE } from './synth';
import { readTree, tempDir, writeTree } from './util';

/** The paths whose content or mode differs. */
function changed(before: Record<string, string>, after: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort();
}

test('without any option, a crate gets all it needs', () => {
  const before = readTree(writeTree(tempDir(), CRATE));
  const { dir } = synth(CRATE);
  expect(changed(before, readTree(dir)).filter((path) => !path.startsWith('.projen/'))).toEqual([
    '.dockerignore',
    '.gitattributes',
    '.github/workflows/image.yml',
    '.gitignore',
    'Cargo.toml',
    'Dockerfile',
    'docker-bake.json',
    'docker/bench-allocators.rs',
    'docker/bench-allocators.sh',
    'docker/get-executable.sh',
    'docker/keep-target.sh',
    'docker/memory-functions.c',
    'docker/memory-functions.sh',
    'docker/publish-images.sh',
    'docker/release-tags.sh',
    'docker/restore-mtimes.sh',
    'docker/run-docker.sh',
    'docker/silent-readers.sh',
    'docker/verify-image.sh',
    'docker/verify-static-build.sh',
    'src/main.rs',
  ]);
});

test('everything that is created can be reached', () => {
  const { chef, project } = synth(CRATE);
  expect(MuslRustChef.of(project)).toBe(chef);
  expect(
    [
      chef.dockerfile,
      chef.dockerignore,
      chef.bakeFile,
      chef.keepTargetScript,
      chef.restoreMtimesScript,
      chef.silentReadersScript,
      chef.executableScript,
      chef.verifyStaticBuildScript,
      chef.verifyImageScript,
      chef.runDockerScript,
      chef.releaseTagsScript!,
      chef.publishImagesScript!,
      chef.workflow!.file!,
    ].map((file) => file.path),
  ).toEqual([
    'Dockerfile',
    '.dockerignore',
    'docker-bake.json',
    'docker/keep-target.sh',
    'docker/restore-mtimes.sh',
    'docker/silent-readers.sh',
    'docker/get-executable.sh',
    'docker/verify-static-build.sh',
    'docker/verify-image.sh',
    'docker/run-docker.sh',
    'docker/release-tags.sh',
    'docker/publish-images.sh',
    '.github/workflows/image.yml',
  ]);
  expect(chef.registry.host).toBe('ghcr.io');
  expect(chef.strategy).toBe(BuildStrategy.NATIVE);
});

test('overrides of generated files survive', () => {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
  const chef = new MuslRustChef(project);
  chef.bakeFile.addOverride('target.app.args.EXTRA', '1');
  chef.dockerignore.addPatterns('/docs');
  synthesise(project);
  const tree = readTree(project.outdir);
  expect(JSON.parse(readFileSync(join(project.outdir, 'docker-bake.json'), 'utf-8')).target.app.args).toEqual({
    EXTRA: '1',
  });
  expect(tree['.dockerignore']).toContain('\n/docs\n');
});

describe('sync', () => {
  test.each<[string, Record<string, string>, MuslRustChefOptions]>([
    ['a crate', CRATE, {}],
    ['a workspace', WORKSPACE, {}],
    ['scratch, without an allocator', CRATE, { runtimeBase: RuntimeBase.scratch(), allocator: Allocator.system() }],
    [
      'with lines of its own in .gitignore',
      { ...CRATE, '.gitignore': '/mine\n', '.gitattributes': '*.png binary\n' },
      {},
    ],
    [
      'with CRLF and no final newline',
      {
        ...CRATE,
        'src/main.rs': 'fn main() {\r\n}',
        'Cargo.toml': CRATE['Cargo.toml'].replace(/\n/g, '\r\n').trimEnd(),
      },
      {},
    ],
  ])('a second synth changes no byte: %s', (_, files, options) => {
    const { dir } = synth(files, options);
    const before = readTree(dir);
    synthIn(dir, options);
    expect(readTree(dir)).toEqual(before);
  });

  test('a hand edit of any generated file is undone', () => {
    const { dir, project } = synth(CRATE);
    const before = readTree(dir);
    const generated = project.files.map((file) => join(dir, file.path));
    expect(generated.length).toBeGreaterThan(9);
    for (const path of generated.filter((file) => !/\.projen\/|\.git(ignore|attributes)$/.test(file))) {
      chmodSync(path, 0o644);
      writeFileSync(path, `${readFileSync(path, 'utf-8')}\n# edited\n`);
    }
    synthIn(dir);
    expect(readTree(dir)).toEqual(before);
  });

  test.each<[string, MuslRustChefOptions, string[]]>([
    ['the base', { runtimeBase: RuntimeBase.distrolessStatic() }, ['Dockerfile']],
    ['a port', { images: [{ binary: 'app', ports: [80] }] }, ['.projen/tasks.json', 'Dockerfile']],
    ['the branch', { branch: 'trunk' }, ['.github/workflows/image.yml']],
    ['the repository', { imageRepository: 'ghcr.io/acme/app' }, ['.github/workflows/image.yml']],
    [
      'the allocator',
      { allocator: Allocator.system() },
      ['.projen/tasks.json', 'Cargo.toml', 'Dockerfile', 'src/main.rs'],
    ],
    [
      'the smoke test',
      { images: [{ binary: 'app', smokeTest: ['-V'] }] },
      ['.github/workflows/image.yml', '.projen/tasks.json'],
    ],
    [
      'the name',
      { images: [{ binary: 'app', name: 'api' }] },
      ['.github/workflows/image.yml', '.projen/tasks.json', 'Dockerfile', 'docker-bake.json'],
    ],
  ])('an option changes what it should, and nothing else: %s', (_, options, paths) => {
    const { dir } = synth(CRATE);
    const before = readTree(dir);
    synthIn(dir, options);
    // which says of the images whatever is said
    const manifest = '.projen/muslrust-chef.json';
    expect(changed(before, readTree(dir)).filter((path) => path !== manifest)).toEqual(paths);
  });

  test.each([
    ['LF', CRATE],
    [
      'CRLF',
      {
        ...CRATE,
        'src/main.rs': '#![allow(dead_code)]\r\nfn main() {}\r\n',
        'Cargo.toml': CRATE['Cargo.toml'].replace(/\n/g, '\r\n'),
      },
    ],
    ['no final newline', { ...CRATE, 'src/main.rs': 'fn main() {}', 'Cargo.toml': CRATE['Cargo.toml'].trimEnd() }],
    [
      'a byte order mark',
      { ...CRATE, 'src/main.rs': '\uFEFF//! Docs.\nfn main() {}\n', 'Cargo.toml': `\uFEFF${CRATE['Cargo.toml']}` },
    ],
    ['a workspace', WORKSPACE],
  ])('the system allocator takes the edits out again, byte for byte: %s', (_, files) => {
    const original = readTree(writeTree(tempDir(), files));
    const { dir } = synth(files);
    const edited = readTree(dir);
    expect(Object.keys(files).filter((path) => edited[path] !== original[path]).length).toBeGreaterThan(1);
    synthIn(dir, { allocator: Allocator.system() });
    const after = readTree(dir);
    for (const path of Object.keys(files)) {
      expect(after[path]).toBe(original[path]);
    }
  });

  test("a component that is removed takes its generated files along, and leaves what is the user's", () => {
    const { dir } = synth(CRATE);
    const before = readTree(dir);
    synthesise(new Project({ name: 'app', outdir: dir }));
    const after = readTree(dir);
    expect(Object.keys(after)).not.toContain('Dockerfile');
    for (const path of Object.keys(CRATE)) {
      expect(after[path]).toBe(before[path]);
    }
    // dependency and block stay together, or go together: either way it compiles
    expect(after['Cargo.toml']).toContain('mimalloc');
    expect(after['src/main.rs']).toContain('mimalloc');
  });

  test('taken out as README says, it leaves the files of the user as they were', () => {
    const mine = { ...CRATE, '.gitignore': '/target\n', '.gitattributes': '*.bin binary\n' };
    const dir = writeTree(tempDir(), { ...mine, '.projenrc.js': 'project.synth();\n' });
    const before = readTree(dir);
    const { project } = synthIn(dir);
    synthIn(dir, { allocator: Allocator.system() });
    const bare = new Project({ name: 'app', outdir: dir });
    // what the first synth put into the rc file
    ['.gitignore', '.gitattributes'].forEach((path) => bare.tryRemoveFile(path));
    synthesise(bare);
    for (const { absolutePath } of [project.gitignore, project.gitattributes]) {
      const text = readFileSync(absolutePath, 'utf8');
      writeFileSync(absolutePath, text.replace(/^# muslrust-chef: begin [^]*?^# muslrust-chef: end .*\n/gm, ''));
    }
    const after = readTree(dir);
    expect(Object.keys(mine).map((path) => after[path])).toEqual(Object.keys(mine).map((path) => before[path]));
    expect(Object.keys(after)).not.toContain('Dockerfile');
  });

  test('ejected files work on without projen', () => {
    const dir = writeTree(tempDir(), CRATE);
    process.env.PROJEN_EJECTING = 'true';
    try {
      synthIn(dir);
    } finally {
      delete process.env.PROJEN_EJECTING;
    }
    const tree = readTree(dir);
    for (const path of [
      'Dockerfile',
      'docker-bake.json',
      'docker/verify-image.sh',
      '.github/workflows/image.yml',
      '.dockerignore',
    ]) {
      expect(tree[path]).toBeDefined();
      expect(tree[path]).not.toMatch(/undefined|Generated by projen/);
    }
    expect(tree.Dockerfile).toMatch(/^\d+ # syntax=docker\/dockerfile:1\n\n/);
    expect(execFileSync('sh', [join(dir, 'docker/get-executable.sh'), '--help'], { encoding: 'utf-8' })).toContain(
      'usage:',
    );
  });

  test.each(['tests/snapshots/sample.rs', 'src/sample.rs', 'benches/data.rs'])(
    'a file of data that is called %s, and is no UTF-8, stops nothing',
    (path) => {
      const dir = writeTree(tempDir(), { ...CRATE, [path]: '' });
      writeFileSync(join(dir, path), Buffer.from([0xff, 0xfe, 0x0a]));
      synthIn(dir);
      expect(readFileSync(join(dir, 'src/main.rs'), 'utf8')).toContain('mimalloc');
      expect(readFileSync(join(dir, path))).toEqual(Buffer.from([0xff, 0xfe, 0x0a]));
    },
  );

  test('a synth that is killed leaves no half-written file, and the next one finishes the work', async () => {
    const expected = readTree(synth(WORKSPACE).dir);
    const original = readTree(writeTree(tempDir(), WORKSPACE));
    for (let round = 0; round < KILLS; round++) {
      const dir = writeTree(tempDir(), WORKSPACE);
      const script = `
        import { Project } from ${JSON.stringify(require.resolve('projen'))};
        import { MuslRustChef } from ${JSON.stringify(join(__dirname, '../src'))};
        process.env.PROJEN_DISABLE_POST = 'true';
        const project = new Project({ name: 'app', outdir: ${JSON.stringify(dir)} });
        new MuslRustChef(project);
        process.send?.('now');
        project.synth();`;
      const child = startTs(script);
      await child.message();
      await sleep((round * 36) / KILLS);
      await child.kill();
      const left = readTree(dir);
      for (const path of Object.keys(expected).filter((name) => !name.startsWith('.projen'))) {
        // a file is as it was, as it will be, or not yet there
        expect([expected[path], original[path]]).toContain(left[path]);
      }
      synthIn(dir);
      expect(readTree(dir)).toEqual(expected);
    }
  });
});

describe("Google's login, which lasts an hour, is for less than an emulated build", () => {
  const registry = ContainerRegistry.googleArtifactRegistry({
    location: 'us',
    project: 'acme-prod',
    repository: 'images',
    workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
    serviceAccount: 'publish@acme.iam.gserviceaccount.com',
  });
  const strategy = BuildStrategy.EMULATED;

  test.each<[string, MuslRustChefOptions, boolean]>([
    ['images are pushed there', { strategy, registry }, true],
    ['a cache is', { strategy, cache: BuildCache.registry('us-docker.pkg.dev/acme-prod/images/x', registry) }, true],
    ['images are pulled from there', { strategy, registries: [registry] }, false],
    ['images are pushed elsewhere', { strategy }, false],
    ['there are no accounts', { strategy, registry: ContainerRegistry.anonymous('localhost:5000') }, false],
    ['nothing is pushed', { strategy, registry, workflow: false }, false],
    ['each has its runner', { registry }, false],
    ['zig compiles', { strategy: BuildStrategy.CROSS, registry }, false],
  ])('which is said, or not, where %s', (_, options, isSaid) => {
    const said = synth(CRATE, options).warnings.filter((warning) => warning.includes('Google'));
    expect(said).toEqual(
      isSaid
        ? [
            expect.stringMatching(
              /^strategy: .*BuildStrategy\.EMULATED may compile for longer; .*BuildStrategy\.NATIVE and BuildStrategy\.CROSS are faster\. \[google-login\]$/,
            ),
          ]
        : [],
    );
  });
});

describe('one component', () => {
  test('serves a project', () => {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    new MuslRustChef(project);
    expect(() => new MuslRustChef(project)).toThrow(/has one already; MuslRustChef\.of\(project\)/);
  });

  test('is not found where there is none', () => {
    expect(MuslRustChef.of(new Project({ name: 'app', outdir: tempDir() }))).toBeUndefined();
  });
});
