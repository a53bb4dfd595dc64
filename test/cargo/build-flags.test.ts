import { buildFlags, BuildFlagsOptions } from '../../src/cargo/build-flags';
import { CargoBinary, CargoPackage } from '../../src/cargo/workspace';

const packages = ['shop', 'mail'].map((name) => ({ name }) as CargoPackage);
const binary = (pkg: string, name: string) =>
  ({ name, package: packages.find((each) => each.name === pkg) }) as CargoBinary;

const OPTIONS: BuildFlagsOptions = {
  binaries: [binary('shop', 'shop')],
  packageSpec: ({ name }) => name,
  featureSpec: (feature) => feature.replace('shop/', ''),
  profile: 'release',
  features: [],
  allFeatures: false,
  defaultFeatures: true,
};

const TARGET = '--target "$CARGO_BUILD_TARGET"';
const SHOP = ['--package shop', '--bin shop'];

test.each<[string, Partial<BuildFlagsOptions>, string[]]>([
  ['one binary', {}, ['--release', TARGET, ...SHOP]],
  ['a profile', { profile: 'dist' }, ['--profile dist', TARGET, ...SHOP]],
  ['the profile dev', { profile: 'dev' }, ['--profile dev', TARGET, ...SHOP]],
  [
    'two binaries of a package, and one of another',
    { binaries: [binary('shop', 'shop'), binary('shop', 'migrate'), binary('mail', 'send')] },
    ['--release', TARGET, '--package shop', '--package mail', '--bin shop', '--bin migrate', '--bin send'],
  ],
  ['no default features', { defaultFeatures: false }, ['--release', TARGET, ...SHOP, '--no-default-features']],
  ['all features', { allFeatures: true }, ['--release', TARGET, ...SHOP, '--all-features']],
  [
    'features, each once',
    { features: ['shop/a', 'mail/b', 'shop/a'] },
    ['--release', TARGET, ...SHOP, '--features a,mail/b'],
  ],
])('%s', (_, options, flags) => {
  expect(buildFlags({ ...OPTIONS, ...options })).toEqual(flags);
});
