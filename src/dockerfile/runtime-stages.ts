import { CompileUnit } from './compile-unit';
import { HealthcheckOptions } from '../image/healthcheck-options';
import { Image } from '../image/image';
import { RuntimeBase } from '../image/runtime-base';
import { lookSecret } from '../image/secret-names';
import { isWithin } from '../paths/is-within';
import { PINS } from '../pins';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { assignments, because, copy, literal } from '../syntax/dockerfile-syntax';
import { Toolchain } from '../toolchain/toolchain';

export interface RuntimeOptions {
  readonly base: RuntimeBase;
  /** Variables of every image, unless it sets them itself. */
  readonly environment: Record<string, string>;
  /** Instructions of the user's, for an image. */
  readonly added: (image: Image) => string[];
}

/**
 * A stage for each image: the base and the executable.
 */
export function runtimeStages(units: CompileUnit[], { base, environment, added }: RuntimeOptions): DockerfileStage[] {
  const comment = [
    'One image per binary: the base and the executable. The user is a number, as orchestrators that forbid root want it.',
    ...(base._reference === PINS.images.chainguardStatic
      ? ['The base has no other free tag.', 'hadolint ignore=DL3007']
      : []),
  ].join('\n');
  const stage = (image: Image, buildStage: string) =>
    new DockerfileStage({
      name: image.stage,
      comment,
      from: base._reference,
      instructions: [
        ...base._instructions,
        // before the program: a change of that leaves their layers as they are
        ...image.files.map(({ instruction }) =>
          because('owned by root, read-only; X: folders and executables', instruction),
        ),
        ...foldersOf(image),
        `COPY --from=${buildStage} /out/${image.binary.name} ${image.executable}`,
        ...environmentOf({ ...environment, ...image.env }),
        ...assignments('LABEL', image.labels),
        ...image.ports.map((port) => `EXPOSE ${port}`),
        ...(image.volumes.length > 0 ? [`VOLUME ${JSON.stringify(image.volumes.map(literal))}`] : []),
        ...(image.stopSignal ? [`STOPSIGNAL ${image.stopSignal}`] : []),
        ...(image.healthcheck ? [healthcheckOf(image.executable, image.healthcheck)] : []),
        `USER ${USER}`,
        ...(isInVolume(image) ? [`WORKDIR ${literal(image.workdir!)}`] : []),
        `ENTRYPOINT ${JSON.stringify([image.executable])}`,
        ...(image.args.length > 0 ? [`CMD ${JSON.stringify(image.args)}`] : []),
        ...added(image),
      ],
    });
  const hasVolumes = units.some((unit) => unit.images.some(({ volumes }) => volumes.length > 0));
  return [
    ...(base._stage ? [base._stage] : []),
    ...(hasVolumes ? [EMPTY_FOLDER] : []),
    ...units.flatMap((unit) => unit.images.map((image) => stage(image, unit.buildStage))),
  ];
}

const USER = '65532:65532';

const EMPTY_FOLDER = new DockerfileStage({
  name: 'empty-folder',
  comment: "An empty folder, copied to each volume and owned by the program's user: VOLUME alone makes root's.",
  from: 'scratch',
  instructions: ['WORKDIR /empty'],
});

/** The folders that are to be there, with their owners. */
function foldersOf(image: Image): string[] {
  const { workdir, volumes } = image;
  return [
    ...(workdir === undefined || isInVolume(image)
      ? []
      : [
          because("as root's: WORKDIR makes the folder for the user, who is another one in each base", 'USER 0:0'),
          `WORKDIR ${literal(workdir)}`,
        ]),
    ...volumes.map((volume) => copy('/empty/', `${volume}/`, '--from=empty-folder', `--chown=${USER}`)),
  ];
}

/** Whether it works in a folder that it may write to. */
function isInVolume({ workdir, volumes }: Image): boolean {
  return workdir !== undefined && volumes.some((volume) => isWithin(workdir, volume));
}

function healthcheckOf(executable: string, options: HealthcheckOptions): string {
  const { args, interval, timeout, startPeriod, retries } = options;
  const flags = { interval, timeout, 'start-period': startPeriod, retries };
  return [
    'HEALTHCHECK',
    ...Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${value}`])),
    `CMD ${JSON.stringify([executable, ...args])}`,
  ].join(' ');
}

function environmentOf(variables: Record<string, string>): string[] {
  const pragma = lookSecret(variables) ? '# hadolint ignore=DL3064\n' : '';
  return assignments('ENV', variables).map((instruction) => pragma + instruction);
}

/**
 * The executables without an image: `npx projen binaries` writes them to `dist/`.
 */
export function binariesStages(units: CompileUnit[], toolchain: Toolchain): DockerfileStage[] {
  return [
    new DockerfileStage({
      name: 'named-binaries',
      comment: 'The bare executables, named by target, with checksums: for `npx projen binaries`.',
      from: toolchain.stage,
      instructions: [
        'WORKDIR /binaries',
        ...units.map((unit) => `COPY --from=${unit.buildStage} /out/ ./`),
        [
          'RUN for name in *; do mv "$name" "$name-$CARGO_BUILD_TARGET" || exit; done \\',
          ' && for name in *; do sha256sum "$name" > "$name.sha256" || exit; done',
        ].join('\n'),
      ],
    }),
    new DockerfileStage({
      name: 'binaries',
      from: 'scratch',
      instructions: ['COPY --from=named-binaries /binaries/ /'],
    }),
  ];
}
