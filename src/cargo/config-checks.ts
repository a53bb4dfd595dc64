import { SourceTree } from './source-tree';
import { mayApply } from './target-spec';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { leavesRoot } from '../paths/leaves-root';

/** A key of the configuration that is set. */
export interface Setting {
  readonly tree: SourceTree;
  /** The table that has it, and what it is called there. */
  readonly table: TomlTable;
  readonly name: string;
  /** The names of the tables above, the outermost first. */
  readonly above: string[];
  /** What paths are relative to. */
  readonly base: string;
  /** Whether all dependencies are in the project. */
  readonly isVendored: boolean;
}

/** What the builder image can link with. */
const LINKERS = ['cc', 'gcc', 'musl-gcc', 'ld', 'rust-lld'];

/** What is to be said of a key, by its name in `CONFIG_KEYS`. */
export const CONFIG_CHECKS: Record<string, (setting: Setting) => Warning[]> = {
  'build.rustc': lacking('config-program'),
  'build.rustc-wrapper': lacking('config-program'),
  'build.rustc-workspace-wrapper': lacking('config-program'),
  'build.target': ({ table, name }) => [
    {
      id: 'config-build-target',
      text: `${table.at(name)} does not count in the image, which is always built for the musl target of its platform`,
    },
  ],
  'build.rustflags': flags,
  'env.<name>': variable,
  'http.cainfo': lacking('config-network', 'CARGO_HTTP_'),
  'http.proxy-cainfo': lacking('config-network', 'CARGO_HTTP_'),
  'http.debug': ({ table, name }) =>
    table.boolean(name)
      ? [
          {
            id: 'config-token',
            text: `${table.at(name)} writes what is sent to registries into the log of the build, tokens too. Remove it; on your own machine the variable CARGO_HTTP_DEBUG does the same`,
          },
        ]
      : [],
  'http.proxy': ({ table, name }) =>
    /^(\w+:\/\/)?([^@/]*@)?(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i.test(table.string(name)!)
      ? [
          {
            id: 'config-network',
            text: `${table.at(name)} is ${JSON.stringify(table.string(name))}, and the build of the image does not run on your machine: it will fail. Remove it; on your own machine the variable CARGO_HTTP_PROXY does the same`,
          },
        ]
      : [],
  'net.offline': ({ table, name, isVendored }) =>
    table.boolean(name) && !isVendored
      ? [
          {
            id: 'config-network',
            text:
              `${table.at(name)} keeps cargo from downloading anything, and the build of the image begins with nothing: it will fail. ` +
              'Remove it; on your own machine the variable CARGO_NET_OFFLINE does the same',
          },
        ]
      : [],
  'registries.<name>.token': token,
  'registry.token': token,
  'registries.<name>.credential-provider': ({ table, name, above }) => {
    const value = table.values[name];
    const [provider] = Array.isArray(value) ? table.strings(name)! : table.string(name)!.split(' ');
    return provider === 'cargo:token'
      ? []
      : [
          {
            id: 'config-program',
            text:
              `${table.at(name)} is ${JSON.stringify(provider)}, which the builder image does not have. ` +
              `PrivateSource.registry(${JSON.stringify(above.at(-1))}) hands a token to the build in its place`,
          },
        ];
  },
  'resolver.lockfile-path': ({ table, name }) => {
    throw new UserError(
      `${table.at(name)} keeps the lock file elsewhere, and the image is built with Cargo.lock beside Cargo.toml. Move it there and remove the key`,
    );
  },
  'target.<triple>.linker': ({ above, ...setting }) => {
    const { table, name } = setting;
    const linker = table.string(name)!;
    return !mayApply(above.at(-1)!) || LINKERS.includes(linker) || fileOf(setting)
      ? []
      : [
          {
            id: 'config-linker',
            text:
              `${table.at(name)} is "${linker}", which the builder image does not have: the build of the image will fail. ` +
              'Remove it; the image has a linker for musl',
          },
        ];
  },
  'target.<triple>.rustflags': (setting) => (mayApply(setting.above.at(-1)!) ? flags(setting) : []),
};

/** Keys whose value is a file, if it has a slash and is in the project: cargo reads it while it compiles dependencies. */
export const FILE_KEYS = [
  'build.rustc',
  'build.rustc-wrapper',
  'build.rustc-workspace-wrapper',
  'http.cainfo',
  'http.proxy-cainfo',
  'target.<triple>.linker',
];

/** The file of the project that a key names, if it does. */
export function fileOf({ tree, table, name, base }: Omit<Setting, 'above'>): string | undefined {
  const value = table.string(name)!;
  // a program without a slash is looked for on PATH; certificates have one there
  if (!/[\\/]/.test(value) && !name.endsWith('cainfo')) return undefined;
  const path = tree.resolve(base, value);
  return !leavesRoot(path) && tree.isFile(path) ? path : undefined;
}

/** Flags may be a list, or one string. */
export function flagsOf(table: TomlTable, name: string): string {
  return (Array.isArray(table.values[name]) ? table.strings(name)! : [table.string(name)!]).join(' ');
}

function flags({ table, name }: Setting): Warning[] {
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

/** What may be on the user's own machine and is not in the builder image: a program or certificates. */
function lacking(id: Warning['id'], prefix: string = ''): (setting: Setting) => Warning[] {
  return (setting) => {
    const { table, name } = setting;
    // an empty one is none
    if (!table.string(name) || fileOf(setting)) return [];
    return [
      {
        id,
        text:
          `${table.at(name)} is ${JSON.stringify(table.string(name))}, which the builder image does not have: the build of the image will fail. ` +
          `Remove it; on your own machine the variable ${prefix}${name.toUpperCase().replaceAll('-', '_')} does the same`,
      },
    ];
  };
}

function token({ table, name }: Setting): Warning[] {
  return [
    {
      id: 'config-token',
      text:
        `${table.at(name)} is a secret in a file of the project: it is in the repository, and in layers of the build. ` +
        'Take it out, and revoke it. PrivateSource.registry() hands a token to the build, and to nothing else',
    },
  ];
}

/** https://doc.rust-lang.org/cargo/reference/config.html#env */
function variable({ tree, table, name, base }: Setting): Warning[] {
  const said = typeof table.values[name] === 'string' ? undefined : table.table(name)!;
  const value = (said ? said.string('value') : table.string(name)) ?? '';
  const path = tree.resolve(base, value);
  if (!said?.boolean('relative')) {
    return namesCompiler(name) && lacksProgram(value)
      ? [
          {
            id: 'config-program',
            text:
              `${table.at(name)} is ${JSON.stringify(value)}, which the builder image does not have: what is compiled by it in the build ` +
              `of the image will fail. Remove it; on your own machine the variable ${name} does the same`,
          },
        ]
      : [];
  }
  if (!leavesRoot(path)) return [];
  return [
    {
      id: 'config-env',
      text: `${table.at(name)} is ${path}, outside the project, and the image is built from the project's files only. Move what is read there into the project`,
    },
  ];
}

/** Whether build scripts take a variable for a program that compiles C: those of the crate `cc`, in its forms for a target. */
function namesCompiler(name: string): boolean {
  const [, scope] = /^(?:(?:HOST|TARGET)_)?(?:CC|CXX|AR|RANLIB|NM|LD)(?:_(.+))?$/.exec(name) ?? [name, 'no compiler'];
  const triple = scope?.replaceAll('_', '-').replace(/^x86-64/, 'x86_64');
  return triple === undefined || mayApply(triple) || mayApply(triple, 'gnu');
}

/** Whether a command, such as `ccache gcc`, begins with what no builder base has. */
function lacksProgram(command: string): boolean {
  const [program] = command.trim().split(/\s/);
  return (
    program !== '' &&
    !/^(\/usr\/bin\/)?(cc|gcc|c\+\+|g\+\+|musl-gcc|(gcc-)?(ar|ranlib|nm)|ld)$/.test(program) &&
    // as rust-musl calls its own
    !/(^|\/)(x86_64|aarch64)-unknown-linux-musl-[^/]+$/.test(program)
  );
}
