import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATOR } from '../../src/generator';
import { lastRecord, readRecord } from '../../src/record/read-record';
import { RECORD } from '../../src/record/synth-record';
import { CRATE, synth } from '../synth';
import { tempDir, writeTree } from '../util';

const { dir } = synth(CRATE);
const TEXT = readFileSync(join(dir, RECORD), 'utf8');
const GOOD = JSON.parse(TEXT);
const read = (value: unknown) => () => readRecord(JSON.stringify(value), 'shop/record.json');

test('what was written is read, whatever line ends and further parts it has', () => {
  expect(readRecord(TEXT.replace(/\n/g, '\r\n'), RECORD)).toEqual(GOOD);
  expect(readRecord(`\uFEFF${TEXT}`, RECORD)).toEqual(GOOD);
  expect(read({ ...GOOD, later: 1 })).not.toThrow();
});

test.each(Object.keys(GOOD).filter((part) => part !== '//' && part !== 'schema'))('%s has to be what it is', (part) => {
  for (const other of [1, null, [1], { a: 1 }, [{ a: 1 }]]) {
    expect(read({ ...GOOD, [part]: other })).toThrow(
      `shop/record.json is no record of projen-muslrust-chef: "${part}" is not what it has to be. Remove the file and synthesise in its project`,
    );
  }
  if (part === 'allocator') return;
  const { [part]: _, ...others } = GOOD;
  expect(read(others)).toThrow(`"${part}" is missing. `);
});

test.each(['', '{', '[]', 'null', '1', '<<<<<<< HEAD\n{}'])('%j is no JSON of a record', (text) => {
  expect(() => readRecord(text, 'shop/record.json')).toThrow(
    'shop/record.json is not what a synth writes: finish the merge, or',
  );
});

test('a newer schema is said, with what to do', () => {
  expect(read({ schema: 2, generator: { version: '7.0.0' } })).toThrow(
    `shop/record.json was written by a newer projen-muslrust-chef, 7.0.0, in schema 2, and ${GENERATOR.version} knows up to 1. ` +
      'Update this one, e.g. by npx projen-muslrust-chef@latest.',
  );
  expect(read({ schema: 2 })).toThrow('in schema 2');
  expect(read({ ...GOOD, schema: '1' })).toThrow('"schema" is not what it has to be');
  expect(read({ ...GOOD, schema: 0 })).toThrow('"schema" is not what it has to be');
});

test('a synth takes what it can read of the last one', () => {
  expect(lastRecord(dir)).toEqual(GOOD);
  expect(lastRecord(tempDir())).toBeUndefined();
  for (const text of ['{', '{ "schema": 2 }']) {
    expect(lastRecord(writeTree(tempDir(), { [RECORD]: text }))).toBeUndefined();
  }
});
