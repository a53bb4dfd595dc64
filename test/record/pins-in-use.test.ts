import { PINS } from '../../src/pins';
import { pinsInUse } from '../../src/record/pins-in-use';

const { muslrust } = PINS.images;
const [release, commit] = PINS.actions['actions/checkout'];

test.each<[string, object]>([
  ['', {}],
  [`FROM ${muslrust} AS x`, { images: { muslrust } }],
  [`FROM ${muslrust}@sha256:00`, { images: { muslrust } }],
  [`FROM ${muslrust}-2026-01-31`, {}],
  [`FROM mirror.example.com/${muslrust}`, {}],
  [`end ${PINS.crates['cargo-chef']}.`, { crates: { 'cargo-chef': PINS.crates['cargo-chef'] } }],
  [`${PINS.crates['cargo-chef']}.1`, {}],
  [`1${PINS.crates['cargo-chef']}`, {}],
  [`uses: actions/checkout@${commit} # ${release}`, { actions: { 'actions/checkout': [release, commit] } }],
  [`# ${release}`, {}],
])('of %j', (text, pins) => {
  expect(pinsInUse(PINS, [text])).toEqual(pins);
});
