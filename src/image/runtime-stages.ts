import { CompileUnit } from './compile-unit';
import { Image } from './image';
import { RuntimeBase } from './runtime-base';
import { PINS } from '../pins';
import { assignments, run } from '../syntax/dockerfile-syntax';
import { Toolchain } from '../toolchain/toolchain';

/**
 * Whether linters take a variable for a secret, by its name. What an image's variables hold is public, and that is for
 * the user to say.
 */
export function looksSecret(variables: Record<string, string>): boolean {
  return Object.keys(variables).some((name) => /auth|cred|key|pass|pword|secret|token/i.test(name));
}

/**
 * A stage for each image: the base and the executable.
 *
 * @param environment variables of every image, unless it sets them itself
 */
export function runtimeStages(units: CompileUnit[], base: RuntimeBase, environment: Record<string, string>): string[] {
  // there is no other tag that is free
  const isLatest = base._reference === PINS.images.chainguardStatic;
  const stage = (image: Image, builder: string) => [
    ...(isLatest ? ['# hadolint ignore=DL3007'] : []),
    `FROM ${base._reference} AS ${image.stage}`,
    ...base._instructions,
    `COPY --from=${builder} /out/${image.binary.name} ${image.executable}`,
    ...environmentOf({ ...environment, ...image.env }),
    ...assignments('LABEL', image.labels),
    ...image.ports.map((port) => `EXPOSE ${port}`),
    'USER 65532:65532',
    `ENTRYPOINT ${JSON.stringify([image.executable])}`,
    ...(image.args.length > 0 ? [`CMD ${JSON.stringify(image.args)}`] : []),
  ];
  return [
    ...(base._stage.length > 0 ? [...base._stage, ''] : []),
    '# One image per binary: the base and the executable. The user is a number, since an orchestrator that forbids root',
    '# can tell by a number only.',
    ...(isLatest ? ['# The base is `latest`: there is no other tag that is free.'] : []),
    ...units
      .flatMap((unit) => unit.images.map((image) => stage(image, unit.builderStage)))
      .flatMap((lines, i) => (i > 0 ? ['', ...lines] : lines)),
  ];
}

function environmentOf(variables: Record<string, string>): string[] {
  return [...(looksSecret(variables) ? ['# hadolint ignore=DL3064'] : []), ...assignments('ENV', variables)];
}

/**
 * The executables without an image: `docker buildx bake _binaries` writes them to `dist/`.
 */
export function binariesStages(units: CompileUnit[], toolchain: Toolchain): string[] {
  return [
    '# The executables by themselves, named by what they run on, each with its checksum.',
    `FROM ${toolchain.stage} AS named-binaries`,
    'WORKDIR /binaries',
    ...units.map((unit) => `COPY --from=${unit.builderStage} /out/ ./`),
    ...run([
      'for name in *; do',
      '  mv "$name" "$name-$CARGO_BUILD_TARGET"',
      '  sha256sum "$name-$CARGO_BUILD_TARGET" > "$name-$CARGO_BUILD_TARGET.sha256"',
      'done',
    ]),
    'FROM scratch AS binaries',
    'COPY --from=named-binaries /binaries/ /',
  ];
}
