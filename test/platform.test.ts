import { archOf, Platform, tripleOf } from '../src/platform';

test.each([
  [Platform.LINUX_AMD64, 'linux/amd64', 'amd64', 'x86_64-unknown-linux-musl'],
  [Platform.LINUX_ARM64, 'linux/arm64', 'arm64', 'aarch64-unknown-linux-musl'],
])('%s', (platform, name, arch, triple) => {
  expect([platform, archOf(platform), tripleOf(platform)]).toEqual([name, arch, triple]);
});
