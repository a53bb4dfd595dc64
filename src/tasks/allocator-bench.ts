import { Component, Project } from 'projen';
import { TASK_ARGUMENTS } from './task-arguments';
import { Allocator } from '../allocator/allocator';
import { allocatorChoices } from '../allocator/allocator-choices';
import { ManifestDependency } from '../cargo/manifest';
import { Image } from '../image/image';
import { Pins } from '../pins';
import { shellQuote } from '../syntax/shell-quote';

export interface AllocatorBenchOptions {
  readonly images: Image[];
  /** The image that is measured if none is named. */
  readonly byDefault: Image;
  readonly allocator: Allocator;
  readonly pins: Pins;
  /** What builds the targets of the bake file. */
  readonly bake: string;
  /** Variables that the build wants. */
  readonly env: Record<string, string>;
}

/** `image:bench-allocators`: what each allocator would do to a program of the project. */
export class AllocatorBench extends Component {
  constructor(project: Project, options: AllocatorBenchOptions) {
    super(project);
    const { images, byDefault, allocator, pins, bake, env } = options;
    const { choices, configured } = allocatorChoices(allocator, pins);
    project.addTask('image:bench-allocators', {
      description: `Measure the program of the image ${byDefault.name}, or of $IMAGE, with each allocator (arguments go to the program)`,
      env,
      exec: [
        'sh docker/bench-allocators.sh --bake',
        shellQuote(bake),
        ...choices.flatMap((choice) => ['--allocator', ...argumentsOf(choice.allocator, choice.name).map(shellQuote)]),
        '--configured',
        shellQuote(configured),
        ...[byDefault, ...images.filter((image) => image !== byDefault)].flatMap((image) => [
          '--image',
          ...[
            image.name,
            image.bakeTarget,
            image.binary.package.manifestPath,
            image.binary.rootFile,
            image.ports.join(' '),
          ].map(shellQuote),
        ]),
        `-- ${TASK_ARGUMENTS}`,
      ].join(' '),
      receiveArgs: true,
    });
  }
}

function argumentsOf({ _crate, _imageEnvironment }: Allocator, name: string): string[] {
  return [
    name,
    _crate ? new ManifestDependency(_crate.name, _crate.version, _crate.features).entry : '',
    _crate?.type ?? '',
    Object.entries(_imageEnvironment)
      .map((variable) => variable.join('='))
      .join(' '),
  ];
}
