import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { parseStages, Stage } from './stages';
import {
  Allocator,
  BuilderBase,
  BuildStrategy,
  DockerfileStage,
  MuslRustChef,
  MuslRustChefOptions,
  Platform,
  RuntimeBase,
} from '../../src';
import { Dockerfile } from '../../src/dockerfile/dockerfile';
import { UserError } from '../../src/messages/user-error';
import { CRATE, synthesise, WORKSPACE } from '../synth';
import { tempDir, writeTree } from '../util';

/** The stages of a project, after instructions of its own were added. */
function stagesWith(
  add: (dockerfile: Dockerfile) => void,
  options: MuslRustChefOptions = {},
  files: Record<string, string> = WORKSPACE,
): Record<string, Stage> {
  const { dockerfile } = chef(files, options);
  add(dockerfile);
  return Object.fromEntries(parseStages(dockerfile._text).map((stage) => [stage.name, stage]));
}

function chef(files: Record<string, string>, options: MuslRustChefOptions = {}): MuslRustChef {
  const project = new Project({ name: 'shop', outdir: writeTree(tempDir(), files), logging: { level: LogLevel.OFF } });
  return new MuslRustChef(project, { workflow: false, allocator: Allocator.system(), ...options });
}

/** By name, for the stages that have any, which instructions of the user's there are before what cargo does, and after. */
function places(stages: Record<string, Stage>): Record<string, string[]> {
  const own = (list: string[]) => list.filter((each) => /MINE/.test(each));
  return Object.fromEntries(
    Object.values(stages)
      .map(({ name, instructions }): [string, string[]] => [name, own(instructions)])
      .filter(([, list]) => list.length > 0),
  );
}

const everywhere = (dockerfile: Dockerfile) => {
  dockerfile.beforeCook('ENV MINE=cook');
  dockerfile.beforeBuild('ENV MINE=build');
  dockerfile.runtime(['ENV MINE=run']);
};
const COOK = ['ENV MINE=cook'];
const BUILD = ['ENV MINE=cook', 'ENV MINE=build'];
const RUN = ['ENV MINE=run'];
const { NATIVE, CROSS, EMULATED } = BuildStrategy;
const ONE_PLATFORM = [Platform.LINUX_ARM64];

describe('the points of the Dockerfile', () => {
  test.each<[string, MuslRustChefOptions]>([
    ['native', { strategy: NATIVE }],
    ['native, on rust-musl', { builderBase: BuilderBase.rustMusl() }],
    ['native, on rust-musl for one platform', { builderBase: BuilderBase.rustMusl(), platforms: ONE_PLATFORM }],
    ['native, by a builder image', { builderImage: 'ghcr.io/acme/muslrust-chef:1' }],
    ['cross', { strategy: CROSS }],
    ['cross, for one platform', { strategy: CROSS, platforms: ONE_PLATFORM }],
    ['cross, on rust-musl', { strategy: CROSS, builderBase: BuilderBase.rustMusl() }],
    ['cross, by a builder image', { strategy: CROSS, builderImage: 'ghcr.io/acme/muslrust-chef:1' }],
    ['emulated', { strategy: EMULATED }],
  ])('are where they say they are: %s', (_, options) => {
    const images = { 'image-server': RUN, 'image-worker': RUN };
    const target = { target: COOK };
    const stages = { dependencies: COOK, build: BUILD, ...images };
    expect(places(stagesWith(everywhere, options))).toEqual({ ...target, ...stages });
    expect(places(stagesWith(everywhere, { ...options, incremental: false }))).toEqual(stages);
    expect(places(stagesWith(everywhere, { ...options, seedImages: true }))).toEqual({
      ...target,
      ...stages,
      compiled: BUILD,
    });
    expect(places(stagesWith(everywhere, { ...options, isolated: true }))).toEqual({
      ...target,
      'dependencies-server': COOK,
      'dependencies-worker': COOK,
      'build-server': BUILD,
      'build-worker': BUILD,
      ...images,
    });
  });

  test('are in the file, whenever they came before the synth', () => {
    const { dockerfile, project } = chef(CRATE);
    everywhere(dockerfile);
    synthesise(project);
    const text = readFileSync(join(project.outdir, 'Dockerfile'), 'utf8');
    expect(text).toBe(dockerfile._text);
    expect(text.match(/MINE=\w+/g)).toEqual(['MINE=cook', 'MINE=cook', 'MINE=cook', 'MINE=build', 'MINE=run']);
  });

  test('are before what cargo does, and behind what we say of an image', () => {
    const { dependencies, build, 'image-app': image } = stagesWith(everywhere, {}, CRATE);
    const before = ({ instructions }: Stage, own: string) =>
      instructions.slice(instructions.indexOf(own) + 1).filter((each) => each.endsWith('<1>'));
    expect(before(dependencies, COOK[0])).toHaveLength(1);
    expect(dependencies.scripts[0]).toContain('cargo chef cook');
    expect(before(build, BUILD[1])).toHaveLength(1);
    expect(build.scripts[0]).toContain('cargo build');
    expect(image.instructions.at(-1)).toBe(RUN[0]);
  });

  test('take one after the other, in the order in which they come', () => {
    const stages = stagesWith((dockerfile) => {
      dockerfile.beforeBuild('ENV MINE=3');
      dockerfile.beforeCook('ENV MINE=1', 'ENV MINE=2');
      dockerfile.beforeBuild();
      dockerfile.beforeBuild('ENV MINE=4', 'ENV MINE=5');
      dockerfile.runtime(['ENV MINE=6', 'ENV MINE=7']);
      dockerfile.runtime(['ENV MINE=8']);
    });
    const numbers = (name: string) =>
      stages[name].instructions
        .join()
        .match(/(?<=MINE=)./g)!
        .join('');
    expect(numbers('dependencies')).toBe('12');
    expect(numbers('build')).toBe('12345');
    expect(numbers('image-worker')).toBe('678');
  });

  test('hold for one image, where that is named', () => {
    const options = { images: [{ binary: 'server', name: 'api' }, { binary: 'worker' }] };
    const stages = stagesWith((dockerfile) => {
      dockerfile.runtime(['ENV MINE=all']);
      dockerfile.runtime(['ENV MINE=one'], 'api');
    }, options);
    expect(places(stages)).toEqual({ 'image-api': ['ENV MINE=all', 'ENV MINE=one'], 'image-worker': ['ENV MINE=all'] });
  });

  test('take each instruction by itself, not a list', () => {
    expect(() => stagesWith((dockerfile) => dockerfile.beforeCook('ENV A=1', ['ENV B=1'] as never))).toThrow(
      'Dockerfile.beforeCook: instructions[1] must be a string, not ',
    );
  });

  test('know no other image', () => {
    const add = (dockerfile: Dockerfile) => dockerfile.runtime(['USER 1'], 'api');
    expect(() => stagesWith(add)).toThrow(UserError);
    expect(() => stagesWith(add)).toThrow(
      'Dockerfile.runtime: there is no image "api". Name one of server, worker, or none for all.',
    );
  });

  test.each<[string, (dockerfile: Dockerfile) => void]>([
    ['Dockerfile.beforeCook', (dockerfile) => dockerfile.beforeCook('ENV A=1', 'FROM scratch')],
    ['Dockerfile.beforeBuild', (dockerfile) => dockerfile.beforeBuild('FROM scratch')],
    ['Dockerfile.runtime', (dockerfile) => dockerfile.runtime(['FROM scratch'])],
  ])('%s refuses what is no instruction of a stage', (where, add) => {
    expect(() => stagesWith(add)).toThrow(`${where}: "FROM scratch" begins a stage.`);
  });

  test('have their comments and scripts as they are', () => {
    const own = '# mine\nRUN <<EOF\n# not --locked: a comment of ours\ntrue\nEOF';
    const { dockerfile } = chef(CRATE);
    dockerfile.beforeCook(own);
    dockerfile.beforeBuild(`${own}\n`);
    const text = dockerfile.stages.map(String).join('\n\n');
    expect(text.split(own)).toHaveLength(5);
    // for linters
    expect(text.split(`${own}\n\n`)).toHaveLength(5);
    expect(text).toContain('# not --locked: cook');
  });

  test.each<[boolean, ...string[]]>([
    [true, 'COPY src /app/x'],
    [true, 'COPY src .'],
    [true, 'ADD src x/'],
    [true, 'WORKDIR /opt', 'COPY --from=a b ../app/c'],
    [true, 'COPY ["src", "/app/"]'],
    [false, 'COPY src /opt/app/'],
    [false, 'COPY src /application'],
    [false, 'WORKDIR /opt', 'COPY src .'],
    [false, 'COPY src $SOMEWHERE'],
  ])('would not be seen below the sources: %s of %j', (isRefused, ...instructions) => {
    for (const point of ['beforeCook', 'beforeBuild'] as const) {
      const add = () => stagesWith((dockerfile) => dockerfile[point](...instructions));
      if (isRefused) {
        expect(add).toThrow(new RegExp(`^Dockerfile\\.${point}: ".*" puts files into /app, over which the sources`));
      } else {
        expect(add).not.toThrow();
      }
    }
  });

  test.each([
    ['USER', 'USER nobody', 'USER root'],
    ['SHELL', 'SHELL ["/bin/bash", "-c"]', 'SHELL ["/bin/sh", "-c"]'],
    ['WORKDIR', 'WORKDIR /opt', 'WORKDIR /app'],
  ])('put back what ours go by: %s', (_, own, ours) => {
    const stages = stagesWith((dockerfile) => dockerfile.beforeCook(own, 'ENV MINE=1'));
    for (const name of ['dependencies', 'build']) {
      expect(stages[name].instructions.slice(0, 3)).toEqual([own, 'ENV MINE=1', ours]);
    }
    const { build: both } = stagesWith((dockerfile) => {
      dockerfile.beforeCook(own);
      dockerfile.beforeBuild('ENV MINE=1');
    });
    // each point begins alike
    expect(both.instructions.slice(0, 3)).toEqual([own, ours, 'ENV MINE=1']);
    const { build, dependencies } = stagesWith((dockerfile) => dockerfile.beforeBuild(own));
    expect(build.instructions.slice(0, 2)).toEqual([own, ours]);
    expect(dependencies.instructions).not.toContain(ours);
  });
});

describe('what is added decides whether cargo compiles again', () => {
  const folder = (add: (dockerfile: Dockerfile) => void) =>
    /target-\$TARGETARCH-\w+/.exec(stagesWith(add).build.instructions.join('\n'))![0];
  const nothing = folder(() => {});

  test.each<[string, (dockerfile: Dockerfile) => void]>([
    ['beforeCook', (dockerfile) => dockerfile.beforeCook('ENV MINE=1')],
    ['beforeBuild', (dockerfile) => dockerfile.beforeBuild('ENV MINE=1')],
    ['beforeBuild, of another value', (dockerfile) => dockerfile.beforeBuild('ENV MINE=2')],
    ['in another order', (dockerfile) => dockerfile.beforeBuild('ENV MINE=1', 'ENV MINE=2')],
  ])('%s', (_, add) => {
    expect(folder(add)).not.toBe(nothing);
  });

  test('by where it is, too', () => {
    expect(folder((dockerfile) => dockerfile.beforeCook('ENV MINE=1'))).not.toBe(
      folder((dockerfile) => dockerfile.beforeBuild('ENV MINE=1')),
    );
  });

  test('but not what only the images have', () => {
    expect(folder((dockerfile) => dockerfile.runtime(['ENV MINE=1']))).toBe(nothing);
    expect(
      folder((dockerfile) =>
        dockerfile.addStage(new DockerfileStage({ name: 'mine', from: 'scratch', comment: 'Mine.' })),
      ),
    ).toBe(nothing);
  });
});

describe("a stage of one's own", () => {
  const site = new DockerfileStage({
    name: 'site',
    comment: 'Pages.',
    from: 'muslrust-chef',
    instructions: ['RUN mkdir /site'],
  });

  test.each<[string, MuslRustChefOptions]>([
    ['native', {}],
    ['cross', { strategy: CROSS }],
    ['isolated', { isolated: true }],
  ])(
    'stands where it can begin from the toolchain, and all that compiles or runs can have its files: %s',
    (_, options) => {
      const names = Object.keys(stagesWith((dockerfile) => dockerfile.addStage(site), options));
      const at = names.indexOf('site');
      expect(at).toBeGreaterThan(names.indexOf('muslrust-chef'));
      const others = names.filter((name) => /^(planner|dependencies|build|image)/.test(name));
      expect(others.length).toBeGreaterThan(3);
      for (const name of others) expect(names.indexOf(name)).toBeGreaterThan(at);
    },
  );

  const from = (base: string, ...instructions: string[]) =>
    new DockerfileStage({ name: 'mine', from: base, instructions });
  const other = new DockerfileStage({ name: 'other', from: 'scratch' });
  const behind = (name: string) => `Dockerfile: the stage "mine" begins from "${name}", which stands behind it`;
  const circle = (name: string, of: string) =>
    `Dockerfile: the stage "${name}" takes files from "${of}", which is made of it.`;
  const copy = 'COPY --from=Build /out /opt';

  test.each<[string, (dockerfile: Dockerfile) => void, string | undefined]>([
    ['from a stage that compiles', (dockerfile) => dockerfile.addStage(from('build')), behind('build')],
    ['from it, for a platform', (dockerfile) => dockerfile.addStage(from('--platform=a build')), behind('build')],
    ['from itself', (dockerfile) => dockerfile.addStage(from('mine')), behind('mine')],
    [
      'from one that is added later',
      (dockerfile) => [from('other'), other].forEach((stage) => dockerfile.addStage(stage)),
      behind('other'),
    ],
    [
      'from one that was added',
      (dockerfile) => [other, from('other')].forEach((stage) => dockerfile.addStage(stage)),
      undefined,
    ],
    ['from the tools', (dockerfile) => dockerfile.addStage(from('muslrust-chef')), undefined],
    ['with files of what compiles', (dockerfile) => dockerfile.addStage(from('scratch', copy)), undefined],
    [
      'with files of a later one',
      (dockerfile) => [from('scratch', 'COPY --from=other a b'), other].forEach((stage) => dockerfile.addStage(stage)),
      undefined,
    ],
    ['with files of binaries for dependencies', (dockerfile) => dockerfile.beforeCook(copy), circle('target', 'build')],
    [
      'with files of its own',
      (dockerfile) => dockerfile.beforeBuild('RUN --mount=type=bind,from=build,target=/x ls'),
      circle('build', 'build'),
    ],
    [
      'with files of an image that is made of it',
      (dockerfile) => dockerfile.beforeBuild('COPY --from=image-server / /opt'),
      circle('build', 'image-server'),
    ],
    [
      'with files of an image',
      (dockerfile) => dockerfile.beforeBuild('COPY --from=docker.io/library/a / /opt'),
      undefined,
    ],
    ['with files for an image', (dockerfile) => dockerfile.runtime([copy]), undefined],
  ])('stages in an order that can be built: %s', (_, add, message) => {
    const { dockerfile } = chef(WORKSPACE);
    add(dockerfile);
    if (message === undefined) expect(() => dockerfile.preSynthesize()).not.toThrow();
    else expect(() => dockerfile.preSynthesize()).toThrow(message);
  });

  test('is made by the component alone', () => {
    const Bare = Dockerfile as unknown as new (project: Project, path: string) => Dockerfile;
    expect(() => new Bare(new Project({ name: 'a', outdir: tempDir() }), 'Dockerfile')).toThrow(
      'Dockerfile: this class makes no file by itself. Take that of the component: new MuslRustChef(project).dockerfile.',
    );
  });

  test.each(['build', 'image-server', 'cargo-chef'])('has a name of its own, which %s is not', (name) => {
    expect(() =>
      stagesWith((dockerfile) => dockerfile.addStage(new DockerfileStage({ name, from: 'scratch' }))),
    ).toThrow(`Dockerfile.addStage: there is a stage "${name}" already.`);
  });

  test('is called as no image that another begins from, which it would replace', () => {
    const add = (dockerfile: Dockerfile) =>
      dockerfile.addStage(new DockerfileStage({ name: 'static', from: 'scratch' }));
    expect(() => stagesWith(add, { runtimeBase: RuntimeBase.custom('static') })).toThrow(
      'runtimeBase: a stage of the generated Dockerfile is called "static", and FROM would take that one.',
    );
  });

  test('is added once', () => {
    const twice = (dockerfile: Dockerfile) => [site, site].forEach((each) => dockerfile.addStage(each));
    expect(() => stagesWith(twice)).toThrow('there is a stage "site" already');
  });
});

test('once the file is written, what comes too late is refused', () => {
  const { dockerfile, project } = chef(WORKSPACE);
  dockerfile.runtime(['ENV MINE=1']);
  project.synth();
  for (const [method, call] of Object.entries({
    beforeCook: () => dockerfile.beforeCook('ENV MINE=2'),
    beforeBuild: () => dockerfile.beforeBuild('ENV MINE=2'),
    runtime: () => dockerfile.runtime(['ENV MINE=2']),
    addStage: () => dockerfile.addStage(new DockerfileStage({ name: 'mine', from: 'scratch' })),
  })) {
    expect(call).toThrow(`Dockerfile.${method}: the Dockerfile is written already. Call it before project.synth().`);
  }
});
