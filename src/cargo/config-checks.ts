import { flags, LINKERS } from './config-flags';
import { fileOf, Setting } from './config-setting';
import { variable } from './config-variable';
import { mayApply } from './target-spec';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';

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
