import { statSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'fast-glob';
import { run } from '../lib/lab';

const REPOSITORY = join(__dirname, '..', '..');

/** The folder of this package as users get it; compiled now where its sources are newer. */
export function compiledPackage(): string {
  const newest = (pattern: string) =>
    Math.max(0, ...globSync(pattern, { cwd: REPOSITORY, absolute: true }).map((file) => statSync(file).mtimeMs));
  if (newest('lib/**/*.js') < newest('src/**/*.ts')) run(['npx', 'projen', 'compile'], { cwd: REPOSITORY });
  return REPOSITORY;
}
