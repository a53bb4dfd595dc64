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
  'config-env': 'A variable of the configuration is a path outside the project.',
  'config-fuse-ld': 'A flag asks for a linker that the builder image does not have.',
  'config-linker': 'A target asks for a linker that the builder image does not have.',
  'config-network':
    'Cargo is kept from the network, or told to read a certificate that the builder image does not have.',
  'config-program': 'Cargo is told to run a compiler, or something round it, that the builder image does not have.',
  'config-target-cpu': '`target-cpu=native` gives an image that runs on some machines only.',
  'config-token': 'A token is in the configuration, or would be in the log.',
  'files-hidden': 'A file that an image is to hold is hidden from builds by `.dockerignore`.',
  'google-login': "Google's login lasts an hour, and emulated builds may take longer.",
  'hidden-file': 'A file that a build reads is not in the build context.',
  'lock-file': '`Cargo.lock` is missing or does not match the manifests, and cargo could not see to that.',
  'lock-file-ignored': '`Cargo.lock` is ignored by git, and the image is built with it.',
  'native-code-bindgen': 'A crate reads C headers by libclang, which the builder base does not have.',
  'native-code-cpp': 'A crate compiles C++, for which the builder base has no compiler.',
  'native-code-library': 'A crate links a C library that the builder base does not have.',
  'package-json': 'A `package.json` of your own stays, and lacks a package that the rc file needs.',
  'rc-file': 'The rc file was told to leave `.gitignore` or `.gitattributes` to you, or you are to tell it.',
  'runtime-base': 'What the base of the images lacks, or is not known to have.',
  'rust-version': 'A package wants a newer Rust than the image is compiled by.',
  'skipped-binary': 'A binary gets no image, since a feature that it requires is off.',
  'skipped-tool': 'A binary gets no image, since it is a tool for developers.',
  'sources-ignored': 'A file that a build reads is ignored by git, and a clone would not have it.',
  'workflow-below-root': 'The rc file is below the root of the git repository, where GitHub reads no workflow.',
} as const satisfies Record<string, string>;

/** What silences a warning. */
export type WarningId = keyof typeof WARNINGS;
