import { answering, HANGS, machineWith, StandIn } from './stand-ins';
import { lookAtToolchain, machineToolchain } from '../../src/doctor/toolchain';

// as rustup prints it, to what is no terminal (rustup, src/cli/common.rs, `list_toolchains`)
const INSTALLED =
  'stable-x86_64-unknown-linux-gnu (active, default)\n1.95.0-x86_64-unknown-linux-gnu\nnightly-2026-11-01-x86_64-unknown-linux-gnu';
const CARGO = answering({ '--version': 'cargo 1.95.0 (f2d3ce0bd 2026-03-21)' });
const RUSTUP = answering({ 'toolchain list': INSTALLED });
const NONE = 'There is no cargo here. Images have their own; synth brings Cargo.lock up to date by that of the machine';

describe('of the machine', () => {
  test.each<[string, Record<string, StandIn>, string]>([
    ['neither', {}, `${NONE} -> https://rustup.rs`],
    ['rustup alone', { rustup: RUSTUP }, `${NONE} -> rustup default stable`],
    [
      'rustup without a toolchain',
      {
        rustup: answering({ 'toolchain list': 'no installed toolchains' }),
        cargo: answering({
          '--version': {
            fails: "error: rustup could not choose a version of cargo to run, because one wasn't specified",
          },
        }),
      },
      "cargo does not run: error: rustup could not choose a version of cargo to run, because one wasn't specified -> rustup default stable",
    ],
    [
      'cargo not executable',
      { cargo: { notExecutable: '' } },
      '<bin>/cargo may not be executed -> chmod +x <bin>/cargo',
    ],
    [
      'rustup not executable',
      { rustup: { notExecutable: '' } },
      '<bin>/rustup may not be executed -> chmod +x <bin>/rustup',
    ],
    [
      'cargo for another machine',
      { cargo: { interpreter: '/nowhere/sh' } },
      "<bin>/cargo can't be executed here (ENOENT): it is for another machine, or its interpreter is missing -> file <bin>/cargo",
    ],
    [
      'cargo that hangs',
      { cargo: HANGS },
      '`cargo --version` gave no answer in 2 seconds: what it asks hangs -> cargo --version',
    ],
    [
      'cargo that says something else',
      { cargo: answering({ '--version': 'cargo-dev' }) },
      '`cargo --version` answers in a way that is not known here: cargo-dev -> cargo --version',
    ],
  ])('%s', (_, programs, expected) => {
    const machine = machineWith(programs);
    const { line, cargo } = machineToolchain(machine);
    expect(cargo).toBeUndefined();
    expect(line).toMatchObject({ about: 'toolchain', level: 'warning' });
    const { text, remedy } = line as Exclude<typeof line, undefined | { level: 'ok' }>;
    expect(`${text} -> ${remedy}`.replaceAll(machine.bin, '<bin>')).toBe(expected);
  });

  test('both', () => {
    expect(machineToolchain(machineWith({ cargo: CARGO, rustup: RUSTUP }))).toEqual({
      cargo: '1.95.0',
      installed: [
        'stable-x86_64-unknown-linux-gnu',
        '1.95.0-x86_64-unknown-linux-gnu',
        'nightly-2026-11-01-x86_64-unknown-linux-gnu',
      ],
    });
  });

  test('is asked where no file names a toolchain, and may install none', () => {
    const spy = 'case "$PWD $RUSTUP_AUTO_INSTALL" in "/ 0") ;; *) exit 1 ;; esac\n';
    const both = { cargo: `${spy}${CARGO}`, rustup: `${spy}${RUSTUP}` };
    expect(machineToolchain(machineWith(both))).toMatchObject({ cargo: '1.95.0', installed: expect.anything() });
  });
});

describe('of a project', () => {
  const withRustup = machineToolchain(machineWith({ cargo: CARGO, rustup: RUSTUP }));
  const without = machineToolchain(machineWith({ cargo: CARGO }));

  test.each<[string, string | undefined, string]>([
    ['1.95.0', undefined, 'rust-toolchain.toml names 1.95.0, which rustup has'],
    ['stable', undefined, 'rust-toolchain.toml names stable, which rustup has'],
    ['nightly-2026-11-01', undefined, 'rust-toolchain.toml names nightly-2026-11-01, which rustup has'],
    ...['1.95', '1.94.0', 'nightly', 'beta'].map((channel): [string, string, string] => [
      channel,
      `rustup toolchain install ${channel}`,
      `rust-toolchain.toml names ${channel}, which rustup has not: the next call of cargo downloads it, and fails without a network`,
    ]),
  ])('rustup, and the file names %s', (channel, remedy, text) => {
    const line = lookAtToolchain(withRustup, { path: 'rust-toolchain.toml', channel });
    expect(line).toEqual({
      about: 'toolchain',
      text,
      ...(remedy === undefined ? { level: 'ok' } : { level: 'warning', remedy }),
    });
  });

  test.each<[string, boolean]>([
    ['1.95.0', true],
    ['1.95', true],
    ['1.9', false],
    ['1.94.1', false],
    ['stable', true],
    ['nightly', true],
  ])('no rustup, and the file names %s', (channel, isOk) => {
    const line = lookAtToolchain(without, { path: 'rust-toolchain', channel });
    expect(line).toEqual({
      about: 'toolchain',
      ...(isOk
        ? { level: 'ok', text: `cargo 1.95.0; rust-toolchain names ${channel}` }
        : {
            level: 'warning',
            text: `rust-toolchain names ${channel}, and cargo is 1.95.0: without rustup nobody reads the file`,
            remedy: 'https://rustup.rs',
          }),
    });
  });

  test.each([undefined, { path: 'rust-toolchain.toml' as const }])('no file, or none with a channel', (file) => {
    expect(lookAtToolchain(withRustup, file && { ...file, channel: undefined })).toEqual({
      about: 'toolchain',
      level: 'ok',
      text: 'cargo 1.95.0; no file names a toolchain',
    });
  });
});
