import { Setting } from './config-setting';
import { TomlTable } from './toml-table';
import { Warning } from '../messages/warnings';

/** What the builder image can link with. */
export const LINKERS = ['cc', 'gcc', 'musl-gcc', 'ld', 'rust-lld'];

/** Flags may be a list, or one string. */
export function flagsOf(table: TomlTable, name: string): string {
  return (Array.isArray(table.values[name]) ? table.strings(name)! : [table.string(name)!]).join(' ');
}

/** What is to be said of flags of rustc. */
export function flags({ table, name }: Setting): Warning[] {
  const text = flagsOf(table, name);
  const [, fused] = /-fuse-ld=(\S+)/.exec(text) ?? [];
  const linker = codegen(text, 'linker').at(-1);
  // of all that are named, the one with a plus counts (rustc's Session::crt_static)
  const features = codegen(text, 'target-feature').flatMap((list) => list.split(','));
  return [
    ...(features.includes('-crt-static') && !features.includes('+crt-static')
      ? [
          {
            id: 'config-crt-static' as const,
            text:
              `${table.at(name)} has target-feature=-crt-static: the executables would need musl's libc.so, which no runtime base has, ` +
              'and the build of the image fails where it looks whether they are static. Limit it to the target of your own machine, ' +
              'as in [target.x86_64-unknown-linux-gnu]',
          },
        ]
      : []),
    ...(linker && !LINKERS.includes(linker)
      ? [
          {
            id: 'config-linker' as const,
            text:
              `${table.at(name)} has linker=${linker}, which the builder image does not have: the build of the image will fail. ` +
              'Limit it to the target of your own machine, as in [target.x86_64-unknown-linux-gnu]',
          },
        ]
      : []),
    ...(text.includes('target-cpu=native')
      ? [
          {
            id: 'config-target-cpu' as const,
            text:
              `${table.at(name)} has target-cpu=native: the image would need the processor of the machine that built it, ` +
              'and die with an illegal instruction elsewhere. Limit it to the target of your own machine, as in [target.x86_64-unknown-linux-gnu], ' +
              'or name a processor level for a target that has it, as in target-cpu=x86-64-v2 for [target.x86_64-unknown-linux-musl]',
          },
        ]
      : []),
    ...(fused && fused !== 'bfd'
      ? [
          {
            id: 'config-fuse-ld' as const,
            text:
              `${table.at(name)} has -fuse-ld=${fused}, which the builder image does not have: the build of the image will fail. ` +
              'Limit it to the target of your own machine, as in [target.x86_64-unknown-linux-gnu]',
          },
        ]
      : []),
  ];
}

/** The values of one of rustc's `-C` options, each of which has four ways to be written. */
function codegen(text: string, option: string): string[] {
  return [...text.matchAll(/(?:^|\s)(?:-C\s*|--codegen[\s=])([\w-]+)=(\S+)/g)]
    .filter(([, name]) => name.replaceAll('_', '-') === option)
    .map(([, , value]) => value);
}
