import { checked } from '../../src/options/checked';

test.each(['Allocator.none', 'Allocator', 'RustProject.of', 'Platform', 'Platform.LINUX_AMD64'])(
  'that %s is not among what can be called is said to whoever works on this package',
  (callee) => {
    expect(() => checked(callee, [])).toThrow(
      `${callee} is not in .jsii. Among the sources, run "npx projen compile".`,
    );
  },
);
