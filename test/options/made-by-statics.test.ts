import * as chef from '../../src';
import { Assembly, OWN } from '../../src/options/assembly';
import { expected } from '../../src/options/describe';

/** The classes whose objects their statics make. */
const MADE = Object.entries(chef).filter(
  ([name, value]) => typeof value === 'function' && expected({ fqn: `${OWN}.${name}` }).startsWith('one of '),
) as unknown as [string, new (value?: unknown) => unknown][];

test('there are some', () => {
  expect(MADE.map(([name]) => name)).toContain('Allocator');
  expect(MADE.length).toBeGreaterThanOrEqual(9);
});

test.each(MADE)('new %s() is refused, and its statics are named', (name, made) => {
  expect(Assembly.typeOf(`${OWN}.${name}`)).toMatchObject({ kind: 'class' });
  expect(() => new made(1)).toThrow(new RegExp(`^new ${name}\\(\\): it is not made by new, but is one of ${name}\\.`));
});

test.each(['CROS', 'ZIG'])('BuildStrategy.%s is refused, and its constants are named', (name) => {
  expect(() => (chef.BuildStrategy as unknown as Record<string, unknown>)[name]).toThrow(
    `BuildStrategy.${name}: there is none. Use one of BuildStrategy.NATIVE, BuildStrategy.CROSS, BuildStrategy.EMULATED.`,
  );
});

test('what a class has from above it has still', () => {
  expect(chef.BuildStrategy.name).toBe('BuildStrategy');
  expect((chef.BuildStrategy as unknown as Record<string, unknown>).then).toBeUndefined();
  expect(Object.prototype.toString.call(chef.BuildStrategy)).toBe('[object Function]');
});
