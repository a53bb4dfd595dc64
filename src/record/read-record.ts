import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD, SCHEMA, SynthRecord } from './synth-record';
import { GENERATOR } from '../generator';
import { UserError } from '../messages/user-error';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList =
  (of: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(of);
const isMap =
  (of: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(of);
const isShaped =
  (shape: Record<string, Check>): Check =>
  (value) =>
    isObject(value) && Object.entries(shape).every(([name, check]) => check(value[name]));
const isMaybe =
  (of: Check): Check =>
  (value) =>
    value === undefined || of(value);
const isPin: Check = (value) => isText(value) || isList(isText)(value) || isMap(isPin)(value);

/** What each part has to be. */
const PARTS: Record<keyof Omit<SynthRecord, 'schema'>, Check> = {
  generator: isShaped({ name: isText, version: isText }),
  registry: isText,
  platforms: isList(isText),
  strategy: isText,
  builderBase: isText,
  runtimeBase: isText,
  attestations: isFlag,
  build: isShaped({
    crossCompiles: isFlag,
    isPerTarget: isFlag,
    builder: isMaybe(isText),
    isolated: isFlag,
    defaultFeatures: isFlag,
    allFeatures: isFlag,
    features: isMap(isList(isText)),
    aptPackages: isList(isText),
    acknowledged: isList(isText),
  }),
  allocator: isMaybe(
    isShaped({
      crate: isText,
      version: isText,
      features: isList(isText),
      environment: isMap(isText),
      manifests: isList(isText),
    }),
  ),
  images: isList(isShaped({ name: isText, reference: isText, target: isText, binary: isText })),
  pins: isMap(isPin),
  findings: isList(
    isShaped({
      id: isText,
      level: (value) => ['note', 'warning', 'error'].includes(value as string),
      text: isText,
      acknowledged: isFlag,
      reason: isMaybe(isText),
    }),
  ),
  files: isMap(isText),
};

/**
 * What a record says.
 *
 * @param where what messages call the file
 */
export function readRecord(text: string, where: string): SynthRecord {
  const record = parsed(text);
  if (!isObject(record)) {
    throw new UserError(
      `${where} is not what a synth writes: finish the merge, or remove the file and synthesise in its project, which writes it anew.`,
    );
  }
  const { schema } = record;
  if (isNewer(schema)) {
    const { version } = Object(record.generator);
    throw new UserError(
      `${where} was written by a newer ${GENERATOR.name}, ${version}, in schema ${schema}, and ${GENERATOR.version} knows ` +
        `up to ${SCHEMA}. Update this one, e.g. by npx ${GENERATOR.name}@latest.`,
    );
  }
  const broken =
    schema === SCHEMA ? Object.entries(PARTS).find(([name, check]) => !check(record[name]))?.[0] : 'schema';
  if (broken !== undefined) {
    throw new UserError(
      `${where} is no record of ${GENERATOR.name}: "${broken}" is ${broken in record ? 'not what it has to be' : 'missing'}. ` +
        'Remove the file and synthesise in its project, which writes it anew.',
    );
  }
  return record as unknown as SynthRecord;
}

/** Whether a newer release wrote it, whose records this one does not know. */
export function isOfNewer(text: string): boolean {
  return isNewer((Object(parsed(text)) as Partial<SynthRecord>).schema);
}

function isNewer(schema: unknown): boolean {
  return typeof schema === 'number' && schema > SCHEMA;
}

/** What the last synth of a project made; nothing where that is not known, or is said in a way that this version can't read. */
export function lastRecord(outdir: string): SynthRecord | undefined {
  const path = join(outdir, RECORD);
  try {
    return existsSync(path) ? readRecord(readFileSync(path, 'utf8'), RECORD) : undefined;
  } catch {
    // it is written anew, and no synth needs what it said
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
