import { assertChannel } from '../cargo/channel';
import { EDITIONS } from '../cargo/editions';
import { isOlderRelease } from '../cargo/older-release';
import { UserError } from '../messages/user-error';

/** The Rust that a project asks for. */
interface RustChoice {
  readonly edition: string;
  readonly toolchain: string;
}

/**
 * Refuses an edition or a toolchain that does not exist, and a new crate that the toolchain would not compile.
 *
 * @param isNew whether the crate is written by this synth; later its manifest says which edition it has
 */
export function assertRustChoice({ edition, toolchain }: RustChoice, isNew: boolean): void {
  if (!Object.hasOwn(EDITIONS, edition)) {
    throw new UserError(
      `edition: ${JSON.stringify(edition)} is not an edition of Rust. Use one of ${Object.keys(EDITIONS).join(', ')}.`,
    );
  }
  assertChannel(toolchain, 'toolchain');
  const [release] = /^\d+\.\d+(\.\d+)?/.exec(toolchain) ?? [];
  if (isNew && release !== undefined && isOlderRelease(release, EDITIONS[edition])) {
    const known = Object.keys(EDITIONS)
      .filter((name) => !isOlderRelease(release, EDITIONS[name]))
      .at(-1);
    throw new UserError(
      `toolchain: ${toolchain} can't compile edition ${edition}, which came with Rust ${EDITIONS[edition]}. ` +
        `Name a newer one, or an older edition, as in \`edition: '${known}'\`.`,
    );
  }
}
