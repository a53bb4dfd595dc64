import { stage, StageOptions } from './stages';

// What tests of the stages that compile expect.

export const CHEF = 'COPY --from=cargo-chef /out/bin/cargo-chef /usr/local/bin/';
export const SOURCES = '--mount=type=bind,target=/app,rw';
export const DOWNLOADS =
  '--mount=type=cache,id=$CACHE_SCOPE/registry,target=/opt/cargo/registry --mount=type=cache,id=$CACHE_SCOPE/git,target=/opt/cargo/git';
export const PREPARED: StageOptions = { builderImage: 'prepared' };
export const DIST: StageOptions = { profile: 'dist' };
export const INTO_TARGET = "--target-dir target --config build.build-dir='target'";
export const JSON_MESSAGES = '--message-format=json-render-diagnostics';
export const FLAGS =
  '--release --target x86_64-unknown-linux-musl --package server --package worker --bin server --bin worker';

/** The folders that are kept, of a name and a hash. */
export const kept = (name: string, options?: StageOptions, of = 'build') =>
  new RegExp(`(type=cache,id=\\$CACHE_SCOPE/${name}-\\$TARGETARCH-[0-9a-f]{12},\\S+)`).exec(
    stage(options?.isolated ? `${of}-server` : of, options).instructions.join('\n'),
  )![1];

/** What stands in for the tools that binaries are compiled and taken by. */
export const TOOLS = {
  cargo: '',
  'keep-target.sh': '',
  'restore-mtimes.sh': '',
  'get-executable.sh': 'for last; do :; done; echo "/built/$last"',
  'verify-static-build.sh': '',
  'memory-functions.sh': '',
  install: '',
};

/** What a mount has. */
export const KEPT = { 'target/.keep/begun': '' };
