/** Where the task `binaries` has what it is building. */
const BUILDING = 'dist/.binaries';

/** What the task `binaries` writes: neither sources of a build, nor to be committed. */
export const BINARIES = {
  building: BUILDING,
  patterns: [`/${BUILDING}/`, '/dist/*-unknown-linux-musl', '/dist/*-unknown-linux-musl.sha256', '/dist/SHA256SUMS'],
} as const;
