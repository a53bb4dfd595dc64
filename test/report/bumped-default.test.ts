import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Allocator, Platform } from '../../src';
import { reportOnFleet } from '../../src/report/fleet-report';
import { CRATE, synthIn } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

test('a default of twenty services is bumped: each has the same difference, and none has drift', () => {
  const root = tempDir();
  const services = Array.from({ length: 20 }, (_, index) => join(root, `service-${index}`));
  const platforms = [Platform.LINUX_AMD64];
  const before = services.map((dir) => {
    synthIn(writeTree(dir, CRATE), { platforms });
    return readTree(dir);
  });
  const differences = services.map((dir, index) => {
    synthIn(dir, { platforms, allocator: Allocator.mimalloc({ memoryBounded: true }) });
    const after = readTree(dir);
    return Object.keys(after).filter((path) => after[path] !== before[index][path]);
  });
  expect(new Set(differences.map(String))).toEqual(
    new Set(['.projen/muslrust-chef.json,.projen/tasks.json,Dockerfile']),
  );
  expect(reportOnFleet([root]).projects.map(({ drift }) => drift)).toEqual(services.map(() => []));
  // what some did not take over is found
  cpSync(join(services[3], 'Dockerfile'), join(services[4], 'docker-bake.json'), { force: true });
  expect(readFileSync(join(services[4], 'docker-bake.json'), 'utf8')).toContain('FROM');
  const { projects } = reportOnFleet([root]);
  expect(projects.filter(({ drift }) => drift.length > 0).map(({ path }) => path)).toEqual([services[4]]);
});
