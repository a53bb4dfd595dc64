import { UserError } from '../messages/user-error';

/**
 * What the key `channel` of a toolchain file may be: there rustup takes no host. A name that is none of these is that of a
 * toolchain which somebody linked on their own machine.
 * (rustup, doc/user-guide/src/overrides.md; its src/dist/mod.rs, TOOLCHAIN_CHANNEL_RE)
 */
const CHANNEL =
  /^(stable|beta|nightly|\d\.(0|[1-9]\d{0,2})(\.(0|[1-9]\d?))?(-beta(\.\d{1,2})?)?)(-\d{4}-\d{2}-\d{2})?$/;

/** Refuses what rustup can't download. */
export function assertChannel(channel: string, where: string): void {
  if (!CHANNEL.test(channel)) {
    throw new UserError(
      `${where}: ${JSON.stringify(channel)} is not a channel that every machine can download: name one without a host, ` +
        'as in "stable", "1.95.0" or "nightly-2026-11-01"',
    );
  }
}
