import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { name, version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as Generator;

interface Generator {
  readonly name: string;
  readonly version: string;
}

/** This package, as it was installed. */
export const GENERATOR: Generator = { name, version };

/** What synthesises, and so is installed and brought up to date together. */
export const PACKAGES = ['projen', 'constructs', name];

/**
 * What a generated file says of where it is from, in its header: that is in no image, so that another version of this package
 * alone changes none.
 */
export function madeBy(): string {
  return `Made by ${GENERATOR.name} ${GENERATOR.version}.`;
}

/** Which release of a package runs. */
export function versionOf(packageName: string): string {
  if (packageName === name) return version;
  const path = require.resolve(`${packageName}/package.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as Generator).version;
}
