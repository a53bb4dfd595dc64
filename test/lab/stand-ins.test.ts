import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectImage } from './container';
import { run } from './shell';
import { Platform } from '../../src';
import { PINS } from '../../src/pins';
import { tempDir } from '../util';

// What the upstream images are to those who build in them, or run on them. A stand-in that is kinder than the real one
// hides faults: so it lacks what that lacks, and sets what that sets. The lists are from the sources they name; with
// LAB=real they hold the real images.
//
// What the stand-ins lack of the real ones, by which a build that works there can only fail here: muslrust's protoc, ssh,
// autotools and sccache; rust-musl's clippy and rustfmt, its C++ for musl, OpenSSL, curl and the databases' libraries. They
// have Debian's Rust, GCC and musl, older ones, and tools of GNU where Ubuntu 26.04 has those of uutils.

interface Expected {
  /** Repository, commit and files that say so. */
  readonly source: string;
  readonly image: string;
  /** On which it is looked at. */
  readonly platform?: Platform;
  /** Of the image's config. */
  readonly config: { readonly Shell?: string[]; readonly WorkingDir: string; readonly User: string };
  readonly env: Record<string, string>;
  /** Variables that it has besides, whose values are long, or for compilers that are newer than the stand-in's. */
  readonly otherEnv?: string[];
  /** Commands for bash, and what they write. */
  readonly answers: [command: string, answer: string][];
}

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const TRACING_SHELL = ['/bin/bash', '-eux', '-o', 'pipefail', '-c'];
const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

const MACHINE: Record<string, string> = { x86_64: 'x86-64', aarch64: 'ARM aarch64' };

const has = (...names: string[]): [string, string] => [`which ${names.join(' ')} | wc -l`, `${names.length}`];
const lacks = (...names: string[]): [string, string] => [`which ${names.join(' ')} | xargs`, ''];
const oneLine = (command: string) => `{ ${command}; } 2> /dev/null | xargs`;

/** What the C libraries are that a folder has, and a program that is linked with them. */
const LIBRARIES = (prefix: string, compiler: string, linked: string): [string, string][] => [
  [
    oneLine(`cd ${prefix} && ls lib/libz.a lib/libsqlite3.a include/zlib.h include/sqlite3.h`),
    'include/sqlite3.h include/zlib.h lib/libsqlite3.a lib/libz.a',
  ],
  [oneLine('pkg-config --variable=libdir zlib > /dev/null && pkg-config --exists zlib sqlite3 && echo found'), 'found'],
  [
    `printf '#include <zlib.h>\\n#include <sqlite3.h>\\nint main(void) { return !zlibVersion() + !sqlite3_libversion(); }\\n' > t.c; ` +
      `${compiler} -static t.c $(pkg-config --cflags --libs sqlite3 zlib) -o t; file -b t | cut -d, -f1,2`,
    linked,
  ],
];

/** It is for both platforms, and compiles for the one that it runs on. */
function muslrust(platform: Platform, arch: string, other: string): Expected {
  const sysroot = '$(rustc --print sysroot)/lib/rustlib';
  return {
    source: 'clux/muslrust@202135b8, Dockerfile',
    image: PINS.images.muslrust,
    platform,
    config: { Shell: TRACING_SHELL, WorkingDir: '/volume', User: '' },
    // no SSL_CERT_FILE, no CARGO_HTTP_CAINFO, no CFLAGS
    env: {
      PATH: `/opt/cargo/bin:/musl/bin:${DEFAULT_PATH}`,
      DOCKER_TARGET_ARCH: arch,
      CC: 'musl-gcc',
      PREFIX: '/musl',
      PKG_CONFIG_PATH: '/musl/lib/pkgconfig',
      PKG_CONFIG_ALLOW_CROSS: 'true',
      PKG_CONFIG_ALL_STATIC: 'true',
      PG_CONFIG_X86_64_UNKNOWN_LINUX_GNU: '/usr/bin/pg_config',
      PG_CONFIG_AARCH64_UNKNOWN_LINUX_GNU: '/usr/bin/pg_config',
      LIBZ_SYS_STATIC: '1',
      ZLIB_STATIC: '1',
      // on amd64 too
      CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUSTFLAGS:
        '-C link-self-contained=yes -C linker=rust-lld -C target-feature=+crt-static',
      CARGO_BUILD_TARGET: `${arch}-unknown-linux-musl`,
      CARGO_HOME: '/opt/cargo',
      RUSTUP_HOME: '/opt/rustup',
      DEBIAN_FRONTEND: 'noninteractive',
      TZ: 'Etc/UTC',
    },
    answers: [
      ['uname -m', arch],
      ['which cargo rustc rustup | xargs dirname | sort -u', '/opt/cargo/bin'],
      has('cmake', 'curl', 'file', 'g++', 'gcc', 'git', 'make', 'musl-gcc', 'pkg-config'),
      lacks('python3', 'pip', 'clang', 'musl-g++', 'lld', 'ld.lld', 'rust-lld'),
      ['rustup default', `stable-${arch}-unknown-linux-gnu (default)`],
      // rustup's minimal profile
      [oneLine('cargo clippy --version; cargo fmt --version'), ''],
      [`ls -d ${sysroot}/*-musl | xargs -n 1 basename`, `${arch}-unknown-linux-musl`],
      ['ls /opt/cargo/config.toml 2> /dev/null', ''],
      ...LIBRARIES('/musl', 'musl-gcc', `ELF 64-bit LSB executable, ${MACHINE[arch]}`),
      // last: the target is there from now on
      [
        oneLine(
          `rustup target add ${other}-unknown-linux-musl; ls ${sysroot}/${other}-unknown-linux-musl/lib | grep -c ^libstd-`,
        ),
        '1',
      ],
    ],
  };
}

/** There is one for each target, and it compiles for that wherever it runs. */
function rustMusl(arch: string, targetFlag: string): Expected {
  const triple = `${arch}-unknown-linux-musl`;
  const underscored = triple.replace(/-/g, '_');
  return {
    source: 'BlackDex/rust-musl@ff12cd0f, Dockerfile.musl-base',
    image: arch === 'x86_64' ? PINS.images.rustMuslAmd64 : PINS.images.rustMuslArm64,
    platform: Platform.LINUX_AMD64,
    config: { Shell: TRACING_SHELL, WorkingDir: '/home/rust/src', User: '' },
    env: {
      PATH: `/usr/local/musl/bin:/usr/local/cargo/bin:${DEFAULT_PATH}`,
      TARGET: triple,
      TARGET_PREFIX: '/usr/local/musl',
      SYSROOT: `/usr/local/musl/${triple}/sysroot`,
      CARGO_HOME: '/usr/local/cargo',
      RUSTUP_HOME: '/usr/local/rustup',
      CARGO_BUILD_TARGET: triple,
      RUST_MUSL_CROSS_TARGET: triple,
      CROSS_COMPILE: '1',
      [`CC_${underscored}`]: `${triple}-gcc`,
      [`CXX_${underscored}`]: `${triple}-g++`,
      [`AR_${underscored}`]: `${triple}-gcc-ar`,
      [`RANLIB_${underscored}`]: `${triple}-gcc-ranlib`,
      TARGET_CC: `${triple}-gcc`,
      TARGET_CXX: `${triple}-g++`,
      TARGET_LD: `${triple}-ld`,
      TARGET_AR: `${triple}-gcc-ar`,
      TARGET_NM: `${triple}-gcc-nm`,
      TARGET_RANLIB: `${triple}-gcc-ranlib`,
      TARGET_PKG_CONFIG_PATH: '/usr/local/musl/lib/pkgconfig',
      TARGET_PKG_CONFIG_LIBDIR: '/usr/local/musl/lib/pkgconfig',
      TARGET_PKG_CONFIG_ALLOW_CROSS: '1',
      PKG_CONFIG_PATH: '/usr/local/musl/lib/pkgconfig',
      PKG_CONFIG_LIBDIR: '/usr/local/musl/lib/pkgconfig',
      PKG_CONFIG_ALLOW_CROSS: '1',
      PKG_CONFIG_ALL_STATIC: '1',
      CMAKE_TOOLCHAIN_FILE: '/usr/local/musl/toolchain.cmake',
      CROSS_CMAKE_SYSTEM_NAME: 'Linux',
      CROSS_CMAKE_CRT: 'musl',
      SHARED_CFLAGS: '-g0 -O2',
      PQ_LIB_STATIC: '1',
      PQ_LIB_DIR: '/usr/local/musl/pq17/lib',
      OPENSSL_STATIC: '1',
      OPENSSL_DIR: '/usr/local/musl',
      OPENSSL_LIB_DIR: '/usr/local/musl/lib',
      OPENSSL_INCLUDE_DIR: '/usr/local/musl/include',
      DEP_OPENSSL_INCLUDE: '/usr/local/musl/include',
      SSL_CERT_FILE: CA_BUNDLE,
      SSL_CERT_DIR: '/etc/ssl/certs',
      LIBZ_SYS_STATIC: '1',
      ZLIB_STATIC: '1',
      LIBCURL_STATIC: '1',
      MYSQLCLIENT_STATIC: '1',
      SQLITE3_STATIC: '1',
      SQLITE3_LIB_DIR: '/usr/local/musl/lib',
      SQLITE3_INCLUDE_DIR: '/usr/local/musl/include',
      'LIBXML_2.0_STATIC': '1',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      TZ: 'UTC',
      DEBIAN_FRONTEND: 'noninteractive',
    },
    otherEnv: [
      'ARCH_CFLAGS',
      'BINDGEN_EXTRA_CLANG_ARGS',
      'CURL_CMD',
      'OPENSSL_ARCH',
      'PKG_CONFIG_SYSTEM_INCLUDE_PATH',
      'PKG_CONFIG_SYSTEM_LIBRARY_PATH',
      'TARGET_CFLAGS',
      'TARGET_CPPFLAGS',
      'TARGET_CXXFLAGS',
      'TARGET_C_INCLUDE_PATH',
      'TARGET_LDFLAGS',
    ],
    answers: [
      ['which cargo rustc rustup | xargs dirname | sort -u', '/usr/local/cargo/bin'],
      has('cmake', 'curl', 'file', 'gcc', 'git', 'make', 'pkg-config', `${triple}-gcc`, `${triple}-gcc-ar`),
      lacks('python3', 'pip', 'clang', 'g++', 'c++', 'musl-gcc', 'lld', 'ld.lld', 'rust-lld'),
      ['realpath /root/.cargo /root/.rustup | xargs', '/usr/local/cargo /usr/local/rustup'],
      [
        `tr -s '\\n ' ' ' < /usr/local/cargo/config.toml`,
        `[build] target = "${triple}" rustflags = [ "-Ctarget-feature=+crt-static", "-Clink-self-contained=yes", "-Cprefer-dynamic=no" ] [target.${triple}] linker = "${triple}-gcc"`,
      ],
      ['ls -d $(rustc --print sysroot)/lib/rustlib/*-musl | xargs -n 1 basename', triple],
      [`grep -oc -e ' ${targetFlag}' <<< "$TARGET_CFLAGS"; grep -c -e --sysroot=$SYSROOT <<< "$TARGET_CFLAGS"`, '1\n1'],
      ...LIBRARIES('/usr/local/musl', '$TARGET_CC $TARGET_CFLAGS', `ELF 64-bit LSB executable, ${MACHINE[arch]}`),
    ],
  };
}

/** Files of a runtime base, which has no shell: copied into another one, below this folder. */
const answersOfRuntime = (folder: string): [string, string][] => [
  [`cd ${folder} && stat -c %a:%u:%g etc tmp home home/nonroot | xargs`, '755:0:0 1777:0:0 755:0:0 700:65532:65532'],
  [`grep -c 'BEGIN CERTIFICATE' ${folder}${CA_BUNDLE} | grep -c '^[0-9][0-9]'`, '1'],
  [`grep '^nonroot:' ${folder}/etc/passwd | cut -d: -f1-4,6`, 'nonroot:x:65532:65532:/home/nonroot'],
  [`grep '^nonroot:' ${folder}/etc/group`, 'nonroot:x:65532:'],
  [`ls ${folder}/usr/share/zoneinfo/Europe/Berlin ${folder}/usr/share/zoneinfo/UTC | wc -l`, '2'],
  [
    `find ${folder}/bin/ ${folder}/usr/bin/ ${folder}/lib/ -name '*sh' -o -name 'ld-*' -o -name 'libc.so*' 2> /dev/null`,
    '',
  ],
];

const IMAGES: Record<string, Expected> = {
  'muslrust on amd64': muslrust(Platform.LINUX_AMD64, 'x86_64', 'aarch64'),
  'muslrust on arm64': muslrust(Platform.LINUX_ARM64, 'aarch64', 'x86_64'),
  'rust-musl for amd64': rustMusl('x86_64', '-fcf-protection=full'),
  'rust-musl for arm64': rustMusl('aarch64', '-mno-outline-atomics'),
  "Chainguard's static": {
    source:
      'chainguard-images/images@cd7edd23, images/static/locked_config.json; ' +
      'chainguard-dev/apko@d1b5d5ec, pkg/build/oci/image.go and pkg/build/accounts.go',
    image: PINS.images.chainguardStatic,
    config: { WorkingDir: '/', User: '65532' },
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/bin:/usr/sbin:/sbin:/bin', SSL_CERT_FILE: CA_BUNDLE },
    answers: answersOfRuntime('/chainguard'),
  },
  "Google's distroless static": {
    source: 'GoogleContainerTools/distroless@cd080764, static/static.bzl and common/BUILD.bazel',
    image: PINS.images.distrolessStatic,
    config: { WorkingDir: '/home/nonroot', User: '65532' },
    env: { PATH: DEFAULT_PATH, SSL_CERT_FILE: CA_BUNDLE },
    answers: answersOfRuntime('/distroless'),
  },
};

/** What the commands wrote: one build for all images. */
function askAll(): Record<string, string[]> {
  const folder = tempDir();
  const names = Object.keys(IMAGES);
  const stages = names.flatMap((name, i) => {
    const { image, platform, answers } = IMAGES[name];
    const script = answers.map(
      ([command], j) => `mkdir /tmp/${j}; cd /tmp/${j}; { ${command}\n} > /answers/${j} < /dev/null || true`,
    );
    const file = `ask-${i}.sh`;
    writeFileSync(join(folder, file), ['mkdir /answers', ...script, ''].join('\n'));
    return [
      ...(platform
        ? [`FROM --platform=${platform} ${image} AS stage-${i}`]
        : [
            `FROM --platform=$BUILDPLATFORM ${PINS.images.muslrust} AS stage-${i}`,
            `COPY --from=${image} / ${answers[0][0].match(/cd (\S+)/)![1]}`,
          ]),
      'SHELL ["/bin/bash", "-c"]',
      `COPY ${file} /ask.sh`,
      `RUN source /ask.sh`,
    ];
  });
  writeFileSync(
    join(folder, 'Dockerfile'),
    [...stages, 'FROM scratch', ...names.map((_, i) => `COPY --from=stage-${i} /answers /${i}`), ''].join('\n'),
  );
  run(['docker', 'buildx', 'build', '--provenance=false', '--output', `type=local,dest=${folder}/out`, folder]);
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      IMAGES[name].answers.map((_, j) => readFileSync(join(folder, 'out', `${i}`, `${j}`), 'utf8').trim()),
    ]),
  );
}

let asked: Record<string, string[]>;
beforeAll(() => {
  asked = askAll();
});

describe.each(Object.entries(IMAGES))(
  '%s',
  (name, { source, image, platform, config, env, otherEnv = [], answers }) => {
    const title = (what: string) => `${what}: ${source}`;

    test(title('config'), () => {
      // an engine has what was pulled; a build keeps its own
      run(['docker', 'pull', '--quiet', ...(platform ? ['--platform', platform] : []), image]);
      const { Shell, WorkingDir, User = '', Env } = inspectImage<Record<string, any>>(image, '.Config', platform);
      expect({ Shell, WorkingDir: WorkingDir || '/', User }).toEqual(config);
      const actual = Object.fromEntries((Env as string[]).map((line) => line.split(/=(.*)/s, 2)));
      otherEnv.forEach((variable) => delete actual[variable]);
      expect(actual).toEqual(env);
    });

    test(title('what is in it'), () => {
      const commands = answers.map(([command]) => command);
      expect(commands.map((command, i) => [command, asked[name][i]])).toEqual(answers);
    });
  },
);
