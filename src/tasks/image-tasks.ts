import { Component, Project, TaskStep } from 'projen';
import { AllocatorBench } from './allocator-bench';
import { TASK_ARGUMENTS } from './task-arguments';
import { Allocator } from '../allocator/allocator';
import { BAKE_TARGETS } from '../image/bake-targets';
import { BINARIES } from '../image/binaries-folder';
import { BuildArg } from '../image/build-arg';
import { Image } from '../image/image';
import { PrivateSource } from '../image/private-source';
import { Pins } from '../pins';
import { Platform } from '../platform';
import { ProjectRepository } from '../registry/project-repository';
import { shellQuote } from '../syntax/shell-quote';
import { BuildxBuilder } from '../toolchain/buildx-builder';

export interface ImageTasksOptions {
  readonly images: Image[];
  /** Where the images of the project are. */
  readonly repository: ProjectRepository;
  /** The image that `image:run` runs. */
  readonly byDefault: Image;
  readonly allocator: Allocator;
  readonly pins: Pins;
  readonly buildxBuilder: BuildxBuilder;
  readonly privateSources: PrivateSource[];
  readonly platforms: Platform[];
  /** Whether the builder's own platform compiles for all of them. */
  readonly crossCompiles: boolean;
  readonly buildArgs: Record<string, BuildArg>;
}

/**
 * The tasks that do by hand what the workflow does: `image:build`, `image:verify`, `image:run` and `binaries`;
 * `image:builder` where the builder is elsewhere; and `image:bench-allocators`.
 */
export class ImageTasks extends Component {
  constructor(project: Project, options: ImageTasksOptions) {
    super(project);
    const { allocator, pins, images, repository, byDefault, buildArgs, buildxBuilder, privateSources } = options;
    const reference = (image: Image) => `${image.repository.behind('$REPOSITORY')}:$TAG`;
    // those of the bake file: what was built by others of their values is verified and run by the same
    const variables = { REPOSITORY: orElse('REPOSITORY', repository.local), TAG: orElse('TAG', 'latest') };
    const fromGit = Object.fromEntries(
      Object.entries(buildArgs).flatMap(([name, { _command }]) =>
        // what git can't say is not there
        _command ? [[name, orElse(name, `$(${_command.replace(/( \||$)/, ' 2> /dev/null$1')})`)]] : [],
      ),
    );
    const bake = [
      // alone: by itself bake reads compose files and other bake files too, and merges targets of one name
      'buildx bake --file docker-bake.json',
      ...(buildxBuilder._isPersistent ? [`--builder ${buildxBuilder._name}`] : []),
      // a bake file may not hand the agent to a build on its own account
      ...(PrivateSource._needAgent(privateSources) ? ['--allow ssh'] : []),
    ].join(' ');

    if (buildxBuilder._isPersistent) {
      project.addTask('image:builder', {
        description: 'Make the builder known to buildx, unless it is',
        condition: `! docker buildx inspect ${buildxBuilder._name}`,
        steps: creations(buildxBuilder).map((exec) => ({ exec })),
      });
    }
    project.addTask('image:build', {
      description: "Build all images for the builder's platform (arguments go to `docker buildx bake`)",
      env: fromGit,
      exec: `${RUN_DOCKER} --next ${bake} ${TASK_ARGUMENTS}`,
      receiveArgs: true,
    });
    project.addTask('image:verify', {
      description: 'Verify the built images: static, not root, and they start',
      env: variables,
      steps: [
        { exec: [RUN_DOCKER, ...images.map((image) => `--image ${reference(image)}`)].join(' ') },
        ...images.map((image) => ({ exec: image.verifyCommand([reference(image)]) })),
      ],
    });
    const run = (name: string, image: Image) =>
      project.addTask(name, {
        description: `Run the image ${image.name} (arguments go to the program)`,
        env: variables,
        exec: [
          `${RUN_DOCKER} --image ${reference(image)} run --rm --init`,
          ...image.ports.map((port) => `--publish ${port}:${port}`),
          reference(image),
          TASK_ARGUMENTS,
        ].join(' '),
        receiveArgs: true,
      });
    run('image:run', byDefault);
    if (images.length > 1) {
      images.forEach((image) => run(`image:run:${image.name}`, image));
    }
    new AllocatorBench(project, {
      images,
      byDefault,
      allocator,
      pins,
      bake: `${RUN_DOCKER} ${bake}`,
      env: fromGit,
    });
    project.addTask('binaries', {
      description: 'Build the static executables of every platform into dist/, with SHA256SUMS',
      env: fromGit,
      // through a folder of its own: what else is in dist/ is not built here, and has no place among the sums
      steps: [
        ...sayIfEmulated(options),
        { exec: `rm -rf ${BINARIES.building}` },
        {
          exec: `${RUN_DOCKER} --next ${bake} ${BAKE_TARGETS.binaries} --set ${BAKE_TARGETS.binaries}.output=type=local,dest=${BINARIES.building},platform-split=false ${TASK_ARGUMENTS}`,
          receiveArgs: true,
        },
        { exec: `cat ${BINARIES.building}/*.sha256 > ${BINARIES.building}/SHA256SUMS` },
        { exec: `mv -f ${BINARIES.building}/* dist/ && rmdir ${BINARIES.building}` },
      ],
    });
    project.gitignore.addPatterns(...BINARIES.patterns);
  }
}

/** Runs docker, or says what to install; by its interpreter, since a commit made on Windows has no modes. */
const RUN_DOCKER = 'sh docker/run-docker.sh';

/** A variable of the environment or what stands for it, which projen's own shell can't say. */
function orElse(name: string, value: string): string {
  return `$(sh -c 'echo \${${name}:-${value}}')`;
}

/** Says what takes long, before it does. */
function sayIfEmulated({ buildxBuilder, crossCompiles, platforms }: ImageTasksOptions): TaskStep[] {
  const hasNodes = platforms.every((each) => buildxBuilder._nodes.some(({ platform }) => platform === each));
  return crossCompiles || hasNodes
    ? []
    : [
        {
          say:
            `Compiles for ${platforms.join(' and ')}. If your builder is of another platform, it is emulated by QEMU: that can take many minutes. ` +
            `BuildStrategy.CROSS compiles without; arguments like --set ${BAKE_TARGETS.binaries}.platform=linux/amd64 choose a platform.`,
        },
      ];
}

function creations({ _driver, _name, _nodes }: BuildxBuilder): string[] {
  return _nodes.map(({ endpoint, platform, driverOpts }, i) =>
    [
      `${RUN_DOCKER} buildx create`,
      `--name ${_name}`,
      ...(i > 0 ? ['--append'] : []),
      `--driver ${_driver}`,
      ...(platform ? [`--platform ${platform}`] : []),
      ...driverOpts.map((option) => `--driver-opt ${shellQuote(option)}`),
      ...(endpoint ? [shellQuote(endpoint)] : []),
    ].join(' '),
  );
}
