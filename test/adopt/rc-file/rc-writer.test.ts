import { spawnSync } from 'node:child_process';
import * as projen from 'projen';
import * as chef from '../../../src';
import { RcModel } from '../../../src/adopt/rc-file/rc-model';
import { call, map, struct } from '../../../src/adopt/rc-file/rc-value';
import { nodeProgram, pythonProgram } from '../../../src/adopt/rc-file/rc-writer';
import { CRATE } from '../../synth';
import { readTree, tempDir, writeTree } from '../../util';

const HARD = 'it\'s "hard" \\ ${x} `y`';

const MODEL: RcModel = {
  name: 'app',
  language: 'js',
  projects: [
    {
      name: 'app',
      folder: '',
      ignored: ['# large', 'docs/', '*.md'],
      options: struct('MuslRustChefOptions', {
        images: [
          struct('ImageOptions', {
            binary: 'app',
            args: ['--listen', HARD],
            env: map({ RUST_LOG: 'info', ODD: HARD }),
            ports: [8080],
            healthcheck: struct('HealthcheckOptions', { args: ['health'], startPeriod: '5s', retries: 3 }),
          }),
        ],
        runtimeBase: call('RuntimeBase', 'scratch', struct('ScratchOptions', { timeZones: true })),
        buildArgs: map({ FLAVOUR: call('BuildArg', 'value', 'community') }),
        platforms: [{ kind: 'member', owner: 'Platform', name: 'LINUX_AMD64' }],
        registry: call('ContainerRegistry', 'dockerHub', struct('DockerHubOptions', { usernameSecret: 'HUB_USER' })),
        defaultFeatures: false,
        schedule: [],
        imageRepository: undefined,
      }),
    },
  ],
};

test('in JavaScript it runs, and says all of it', () => {
  const dir = writeTree(tempDir(), CRATE);
  const modules: Record<string, unknown> = { projen, 'projen-muslrust-chef': chef };
  const program = nodeProgram(MODEL, 'require')
    .replace("name: 'app' }", "name: 'app', outdir: __dirname, logging: { level: 0 } }")
    // what is written here is no rc file
    .replace('new javascript.Projenrc(project);\n', '');
  process.env.PROJEN_DISABLE_POST = 'true';
  new Function('require', '__dirname', program)((name: string) => modules[name], dir);
  delete process.env.PROJEN_DISABLE_POST;
  const { Dockerfile, '.dockerignore': ignored, '.github/workflows/image.yml': workflow } = readTree(dir);
  expect(Dockerfile).toContain(JSON.stringify(['--listen', HARD]));
  expect(Dockerfile).toContain('HEALTHCHECK --start-period=5s --retries=3 CMD ["/usr/local/bin/app","health"]');
  expect(Dockerfile).toContain('FROM scratch AS image-app');
  expect(ignored).toContain('# large\ndocs/\n*.md\n');
  expect(workflow).toContain('secrets.HUB_USER');
});

test('as a module it imports', () => {
  expect(
    nodeProgram({ ...MODEL, language: 'ts', devDeps: ['projen@^1.0.0'] }, 'import')
      .split('\n')
      .slice(0, 5),
  ).toEqual([
    "import { Project, javascript, typescript } from 'projen';",
    "import { BuildArg, ContainerRegistry, MuslRustChef, Platform, RuntimeBase } from 'projen-muslrust-chef';",
    '',
    "const project = new Project({ name: 'app' });",
    'new typescript.ProjenrcTs(project, { runner: typescript.TypeScriptRunner.tsx() });',
  ]);
});

test('in Python structs are classes, and options keywords', () => {
  const program = pythonProgram({ ...MODEL, language: 'py' });
  for (const line of [
    "project = Project(name='app')",
    'runtime_base=RuntimeBase.scratch(time_zones=True)',
    "build_args={'FLAVOUR': BuildArg.value('community')}",
    'platforms=[Platform.LINUX_AMD64]',
    "registry=ContainerRegistry.docker_hub(username_secret='HUB_USER')",
    'default_features=False',
    "healthcheck=HealthcheckOptions(args=['health'], start_period='5s', retries=3)",
    "chef.dockerignore.add_patterns('# large', 'docs/', '*.md')",
  ]) {
    expect(program).toContain(line);
  }
  expect(program).not.toContain('ScratchOptions');
  expect(program).not.toContain('schedule');
});

const python = spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

python('in Python it is a program, and strings are what they were', () => {
  const check =
    'import ast, sys; tree = ast.parse(sys.stdin.read()); print([n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)].count(sys.argv[1]))';
  const { stdout, stderr } = spawnSync('python3', ['-c', check, HARD], {
    input: pythonProgram(MODEL),
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '2\n', stderr: '' });
});
