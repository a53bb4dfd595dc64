/** Every warning and note of this package, by the id that silences it, with what it is about. */
export const WARNINGS = {
  'allocator-by-hand': "The allocator can't be put into a file with certainty, and the lines to paste are shown.",
  'allocator-dependency': 'A dependency of your own has the name of the allocator, and no allocator can rely on it.',
  'allocator-freestanding': 'A program without the standard library or `main` gets no allocator.',
  'allocator-own': 'A `#[global_allocator]` of your own stays, and none is put in its place.',
  'allocator-own-dependency': 'A dependency of your own on the allocator stays as it is, and is used.',
  'allocator-removal': "What was put in for the allocator can't be taken out with certainty.",
  'allocator-rewritten': 'The kept dependency said something else than `allocator` does, and says the same now.',
  'allocator-version': 'A dependency of your own comes to a release of the allocator that does not work on musl.',
  branch: 'The workflows wait for another branch than the default one of `origin`, or for one that is not there.',
  'build-arg': 'A build argument has the name of a secret, and is seen by all who see the image.',
  'config-build-dir': 'Cargo compiles into a folder of the project that `.dockerignore` does not hide.',
  'config-build-rustflags':
    '`build.rustflags` does not count in the image for `linux/arm64`, for which muslrust sets its own.',
  'config-build-target': '`build.target` does not count in the image.',
  'config-crt-static': 'A flag asks for executables that are not static.',
  'config-env': 'A variable of the configuration is a path outside the project.',
  'config-fuse-ld': 'A flag asks for a linker that the builder image does not have.',
  'config-linker': 'A target asks for a linker that the builder image does not have.',
  'config-network':
    'Cargo is kept from the network, or told to read a certificate that the builder image does not have.',
  'config-program': 'Cargo is told to run a compiler, or something round it, that the builder image does not have.',
  'config-target-cpu': '`target-cpu=native` gives an image that runs on some machines only.',
  'config-token': 'A token is in the configuration, or would be in the log.',
  'default-task': 'The rc file that runs is not the one that `npx projen` runs.',
  'files-hidden': 'A file that an image is to hold is hidden from builds by `.dockerignore`.',
  'foreign-origin': '`origin` is at a forge that runs no workflow of GitHub.',
  'generated-files': 'Nothing checks that generated files are in sync: no lock file says how CI installs projen.',
  'google-login': "Google's login lasts an hour, and emulated builds may take longer.",
  'hidden-file': 'A file that a build reads is not in the build context.',
  'image-env': 'A variable of an image looks like a secret, and is read by all who can pull the image.',
  'left-behind': 'Generated files are in a folder where the rc file has no project any more.',
  'lock-file': '`Cargo.lock` is missing or does not match the manifests, and cargo could not see to that.',
  'lock-file-ignored': '`Cargo.lock` is ignored by git, and the image is built with it.',
  'native-code-bindgen': 'A crate reads C headers by libclang, which the builder base does not have.',
  'native-code-cpp': 'A crate compiles C++, for which the builder base has no compiler.',
  'native-code-library': 'A crate links a C library that the builder base does not have.',
  'other-builds':
    'A compose file, a script or a workflow builds the Dockerfile by what the generated one does not have.',
  'package-json': 'A `package.json` of your own stays, and lacks a package that the rc file needs.',
  pins: 'An action is pinned to another major than what the workflows are written for.',
  'rc-file': 'The rc file was told to leave `.gitignore` or `.gitattributes` to you, or you are to tell it.',
  'rc-files': 'There is an rc file that nobody runs beside the one that is run.',
  'runtime-base': 'What the base of the images lacks, or is not known to have.',
  'runtime-time-zones': 'An image has a time zone in `TZ`, and the base has no time zones.',
  'runtime-tmp': 'A program wants a folder for temporary files, and the base has no `/tmp`.',
  'rust-version': 'A package, or what is generated, wants a newer Rust than the image is compiled by.',
  'skipped-binary': 'A binary gets no image, since a feature that it requires is off.',
  'skipped-tool': 'A binary gets no image, since it is a tool for developers.',
  'sources-ignored': 'A file that a build reads is ignored by git, and a clone would not have it.',
  'sync-ignored': 'A file that CI installs projen or synthesises by is ignored by git.',
  'toolchain-file': 'A toolchain file does not count, since there is another.',
  'workflow-below-root': 'The rc file is below the root of the git repository, where GitHub reads no workflow.',
} as const satisfies Record<string, string>;

/** What silences a warning. */
export type WarningId = keyof typeof WARNINGS;

/**
 * Those that are of a run, a machine or a clone: what git's branches and remotes are, what is installed, which crates cargo has
 * unpacked here, what was changed just now. They say nothing of what the same rc file makes of the same files elsewhere, or the next time.
 */
export const PASSING: ReadonlySet<WarningId> = new Set([
  'allocator-rewritten',
  'branch',
  'default-task',
  'foreign-origin',
  'generated-files',
  'left-behind',
  'lock-file',
  'lock-file-ignored',
  'native-code-bindgen',
  'native-code-cpp',
  'native-code-library',
  'package-json',
  'rc-file',
  'rc-files',
  'runtime-time-zones',
  'runtime-tmp',
  'sources-ignored',
  'sync-ignored',
  'workflow-below-root',
]);
