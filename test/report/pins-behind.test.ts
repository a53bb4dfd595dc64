import { PINS } from '../../src/pins';
import { PinRecord } from '../../src/record/synth-record';
import { pinsBehind } from '../../src/report/pins-behind';

const { muslrust } = PINS.images;
const [repository] = muslrust.split(':');
const [release, commit] = PINS.actions['actions/checkout'];
const chef = PINS.crates['cargo-chef'];

const next = (version: string) => version.replace(/\d+(?=\D*$)/, (number) => `${Number(number) + 1}`);

test.each<[string, PinRecord, string[]]>([
  ['what is shipped', PINS as unknown as PinRecord, []],
  ['an older image', { images: { muslrust: `${repository}:1.9.0-stable` } }, ['images muslrust']],
  ['one with a digest', { images: { muslrust: `${repository}:1.9.0-stable@sha256:00` } }, ['images muslrust']],
  ['another digest of the same tag', { images: { muslrust: `${muslrust}@sha256:00` } }, []],
  ['a newer image', { images: { muslrust: `${repository}:99.0.0-stable` } }, []],
  ['an image of a mirror', { images: { muslrust: 'mirror.example.com/muslrust:1.0.0' } }, []],
  ['an older crate', { crates: { 'cargo-chef': '0.1.9' } }, ['crates cargo-chef']],
  ['a shorter version', { crates: { 'cargo-chef': '0.1' } }, ['crates cargo-chef']],
  ['a newer crate', { crates: { 'cargo-chef': next(chef) } }, []],
  ['an older action', { actions: { 'actions/checkout': ['v3.9.9', commit] } }, ['actions actions/checkout']],
  ['another commit of a release', { actions: { 'actions/checkout': [release, '0'] } }, []],
  ['an older BuildKit', { buildkit: 'v0.9.2' }, ['buildkit']],
  ['what is not shipped any more', { tools: { cosign: '1.0.0' } }, []],
])('of %s', (_, pins, names) => {
  expect(pinsBehind(pins).map(({ name }) => name)).toEqual(names);
});

test('says which it is, and which it would be', () => {
  expect(pinsBehind({ buildkit: 'v0.9.2' })).toEqual([{ name: 'buildkit', has: 'v0.9.2', ships: PINS.buildkit }]);
});
