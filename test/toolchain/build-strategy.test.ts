import { BuilderBase, BuildStrategy, Platform } from '../../src';
import { PINS } from '../../src/pins';
import { MuslrustToolchain } from '../../src/toolchain/muslrust-toolchain';
import { RustMuslToolchain } from '../../src/toolchain/rust-musl-toolchain';
import { ZigToolchain } from '../../src/toolchain/zig-toolchain';

const MUSLRUST = BuilderBase.muslrust();
const RUST_MUSL = BuilderBase.rustMusl();
const toolchain = (strategy: BuildStrategy, base: BuilderBase) =>
  strategy._toolchain({ pins: PINS, base, platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64] });

test.each([
  ['NATIVE', MUSLRUST, MuslrustToolchain, false],
  ['NATIVE', RUST_MUSL, RustMuslToolchain, true],
  ['CROSS', MUSLRUST, ZigToolchain, true],
  // it has a cross compiler of its own
  ['CROSS', RUST_MUSL, RustMuslToolchain, true],
  ['EMULATED', MUSLRUST, MuslrustToolchain, false],
] as const)('%s with %j compiles by %p', (strategy, base, type, crossCompiles) => {
  const made = toolchain(BuildStrategy[strategy], base);
  expect(made.constructor).toBe(type);
  expect(made.crossCompiles).toBe(crossCompiles);
});

test('nothing is emulated that runs everywhere', () => {
  expect(() => toolchain(BuildStrategy.EMULATED, RUST_MUSL)).toThrow(
    'BuilderBase.rustMusl() compiles for both platforms',
  );
});

test.each([
  ['NATIVE', false, false],
  ['CROSS', true, false],
  ['EMULATED', true, true],
] as const)('%s: one runner %p, emulated %p', (strategy, isOneRunner, isEmulated) => {
  expect(BuildStrategy[strategy]).toMatchObject({ _isOneRunner: isOneRunner, _isEmulated: isEmulated });
});

test('what is compiled by another strategy has another name in the cache', () => {
  const names = [BuildStrategy.NATIVE, BuildStrategy.CROSS, BuildStrategy.EMULATED].map(
    (strategy) => toolchain(strategy, MUSLRUST).strategy,
  );
  expect(new Set(names).size).toBe(3);
});
