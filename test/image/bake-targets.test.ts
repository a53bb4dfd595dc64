import { bakeTargetOf } from '../../src/image/bake-targets';

test.each(['a.b.c', 'a.b', 'a', '1.2.3.4', 'a_b.c-d.e'])(
  '%s has a target without a dot, that no other name has',
  (name) => {
    expect(bakeTargetOf(name)).toMatch(/^[\w-]+$/);
    // an image's name has no three underscores in a row
    expect(bakeTargetOf(name).replace(/___/g, '.')).toBe(name);
  },
);

test('the group of all is no target', () => {
  expect(bakeTargetOf('default')).toBe('default_');
});
