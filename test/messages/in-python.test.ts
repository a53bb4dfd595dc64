import { inPython } from '../../src/messages/in-python';
import { UserError } from '../../src/messages/user-error';

test.each([
  [
    'let MuslRustChef replace it by `overwriteExisting: true` (of a RustProject, in `muslRustChefOptions`)',
    'let MuslRustChef replace it by `overwrite_existing=True` (of a RustProject, in `musl_rust_chef_options`)',
  ],
  [
    "Put MuslRustChef into a project of that folder, as in new MuslRustChef(new Project({ parent: project, name: 'app', outdir: 'app' }))",
    "Put MuslRustChef into a project of that folder, as in MuslRustChef(Project(parent=project, name='app', outdir='app'))",
  ],
  [
    'write `allocator: Allocator.mimalloc({ secure: true, memoryBounded: true })` in the rc file',
    'write `allocator=Allocator.mimalloc(secure=True, memory_bounded=True)` in the rc file',
  ],
  ['images[0].smokeTest, imageDefaults.ports', 'images[0].smoke_test, image_defaults.ports'],
  ['ContainerRegistry.amazonEcr()', 'ContainerRegistry.amazon_ecr()'],
  [
    'by MuslRustChef.of(project).dockerignore.addPatterns("!/aB.json")',
    'by MuslRustChef.of(project).dockerignore.add_patterns("!/aB.json")',
  ],
  ['Let its last line be `project.synth();`', 'Let its last line be `project.synth()`'],
  ['but `npx projen` would run', 'but `projen` would run'],
])('%s', (message, said) => {
  expect(inPython(message)).toBe(said);
  expect(inPython(said)).toBe(said);
});

test.each([
  'image "webServer": "webServer" is not an image name',
  'src/myApp/main.rs, /home/aB, aB/c.txt, myApp.toml, my-aB',
  'on macOS, GitHub, OpenSSL, gRPC, MuslRustChef, MIMALLOC_ALLOW_THP',
  'add tsx to its devDependencies',
  '`cargo init` begins one; `mv a b`; platforms: the list is empty',
])('what is none of ours stays: %s', (message) => expect(inPython(message)).toBe(message));

describe('an error', () => {
  const { argv } = process;
  const { JSII_AGENT } = process.env;
  afterEach(() => {
    process.argv = argv;
    process.env.JSII_AGENT = JSII_AGENT;
    if (JSII_AGENT === undefined) delete process.env.JSII_AGENT;
  });

  test.each([
    ['Python/3.13.1', '/tmp/a/lib/program.js', 'say `is_there=True`'],
    // what was started by it
    ['Python/3.13.1', '/tmp/a/lib/cli/main.js', 'say `isThere: true`'],
    ['Java/17', '/tmp/a/lib/program.js', 'say `isThere: true`'],
  ])('is told in the language of the rc file: %s, %s', (agent, program, said) => {
    process.env.JSII_AGENT = agent;
    process.argv = [argv[0], program];
    expect(new UserError('say `isThere: true`').message).toBe(said);
  });
});
