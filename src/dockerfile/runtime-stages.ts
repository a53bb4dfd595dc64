import { CompileUnit } from './compile-unit';
import { Image } from '../image/image';
import { RuntimeBase } from '../image/runtime-base';
import { PINS } from '../pins';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { assignments } from '../syntax/dockerfile-syntax';
import { Toolchain } from '../toolchain/toolchain';

/**
 * Whether linters take a variable for a secret, by its name. What an image's variables hold is public, and that is for
 * the user to say.
 */
export function looksSecret(variables: Record<string, string>): boolean {
  return Object.keys(variables).some((name) => /auth|cred|key|pass|pword|secret|token/i.test(name));
}

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
  const stage = (image: Image, builder: string) =>
    new DockerfileStage({
      name: image.stage,
      comment,
      from: base._reference,
      instructions: [
        ...base._instructions,
        `COPY --from=${builder} /out/${image.binary.name} ${image.executable}`,
        ...environmentOf({ ...environment, ...image.env }),
        ...assignments('LABEL', image.labels),
        ...image.ports.map((port) => `EXPOSE ${port}`),
        'USER 65532:65532',
        `ENTRYPOINT ${JSON.stringify([image.executable])}`,
        ...(image.args.length > 0 ? [`CMD ${JSON.stringify(image.args)}`] : []),
        ...added(image),
      ],
    });
  return [
    ...(base._stage ? [base._stage] : []),
    ...units.flatMap((unit) => unit.images.map((image) => stage(image, unit.builderStage))),
  ];
}

function environmentOf(variables: Record<string, string>): string[] {
  const pragma = looksSecret(variables) ? '# hadolint ignore=DL3064\n' : '';
  return assignments('ENV', variables).map((instruction) => pragma + instruction);
}

/**
 * The executables without an image: `npx projen binaries` writes them to `dist/`.
 */
export function binariesStages(units: CompileUnit[], toolchain: Toolchain): DockerfileStage[] {
  return [
    new DockerfileStage({
      name: 'named-binaries',
      comment: 'The executables without an image, named by target, each with its checksum: for `npx projen binaries`.',
      from: toolchain.stage,
      instructions: [
        'WORKDIR /binaries',
        ...units.map((unit) => `COPY --from=${unit.builderStage} /out/ ./`),
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
