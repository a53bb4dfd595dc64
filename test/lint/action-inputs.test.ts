import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthesised, VARIANTS } from './variants';
import { PINS } from '../../src/pins';
import { ACTIONS, actionOf, faultOf } from '../workflow/actions/actions';

// An input that an action does not have is a warning on GitHub, and nothing to actionlint, which knows no action that is
// pinned to a commit.

test('each action that is pinned is in the table, at that commit', () => {
  const rows = Object.entries(ACTIONS).map(([name, { version, commit }]) => [name, [version, commit]]);
  expect(Object.fromEntries(rows)).toEqual(PINS.actions);
});

test.each(Object.keys(VARIANTS))('each input of %s is one of its action', (variant) => {
  const workflows = join(synthesised(variant), '.github', 'workflows');
  const steps = readdirSync(workflows)
    .flatMap((file) => Object.values<any>(parse(readFileSync(join(workflows, file), 'utf8')).jobs))
    .flatMap((job) => job.steps.filter(({ uses }: { uses?: string }) => uses));
  expect(steps).not.toEqual([]);
  expect(steps.map(faultOf).filter((fault) => fault)).toEqual([]);
});

describe('would say something', () => {
  const uses = `docker/bake-action@${PINS.actions['docker/bake-action'][1]}`;

  test.each([
    [{ uses, with: { source: '.', workdir: 'app' } }, 'docker/bake-action v7.1.0 has no input workdir'],
    [{ uses: 'docker/bake-action@v7' }, 'docker/bake-action@v7 is not in test/workflow/actions/actions.json'],
    [{ uses: 'acme/setup@0000000', with: {} }, 'acme/setup@0000000 is not in'],
  ])('of %j', (step, fault) => {
    expect(faultOf(step)).toContain(fault);
  });

  test.each([
    ['', { inputs: [], outputs: [] }],
    ['inputs:\n  b:\n    default: x\n  a:\noutputs:\n  c:\n', { inputs: ['a', 'b'], outputs: ['c'] }],
  ])('of an action.yml %j', (text, row) => {
    expect(actionOf(['v1.2.3', '0123'], `name: x\n${text}`)).toEqual({ version: 'v1.2.3', commit: '0123', ...row });
  });
});
