import { compileBinaries } from './compile-binaries';
import { CompileOptions } from './compile-options';
import { CompileUnit } from './compile-unit';
import { binariesOf } from '../image/image';
import { DockerfileStage } from '../syntax/dockerfile-stage';

/** The stage that has the binaries. */
export function buildStage(unit: CompileUnit, options: CompileOptions): DockerfileStage {
  const profile = options.profile === 'release' ? '' : `--profile ${options.profile} `;
  const take = (name: string) => [
    `executable=$(get-executable.sh ${profile}${name})`,
    'verify-static-build.sh --arch "$TARGETARCH" "$executable"',
    ...(options.memoryFunctions ? ['memory-functions.sh verify "$executable"'] : []),
  ];
  const names = binariesOf(unit.images).map(({ name }) => name);
  return new DockerfileStage({
    name: unit.buildStage,
    comment:
      'Compiles the binaries; fails unless each is static.' +
      (options.incremental
        ? ' BuildKit keeps the target folder between builds, so only what changed is compiled; other tools or flags get a ' +
          'folder of their own.'
        : ''),
    from: options.toolchain.stage,
    instructions: compileBinaries(
      unit,
      options,
      names.length === 1
        ? [...take(names[0]), `install -D --mode=0555 "$executable" /out/${names[0]}`]
        : [
            `for name in ${names.join(' ')}; do`,
            ...[...take('"$name"'), 'install -D --mode=0555 "$executable" "/out/$name"'].map((line) => `  ${line}`),
            'done',
          ],
    ),
  });
}
