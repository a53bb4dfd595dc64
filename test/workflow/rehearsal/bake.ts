import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metadataOf } from './metadata';
import { ExecOptions, Executed } from './world';

/** A target of a bake file, as far as it counts here. */
interface Target {
  readonly tags?: string[];
  readonly output?: string[];
  readonly 'cache-from'?: string[];
  readonly 'cache-to'?: string[];
}

interface BakeFile {
  readonly variable: Record<string, { readonly default: string }>;
  readonly group: { readonly default: { readonly targets: string[] } };
  readonly target: Record<string, Target>;
}

type Variables = Record<string, string>;

/** What bake says when it fails. */
class BakeError extends Error {}

/** linux/binfmts.h, MAX_ARG_STRLEN: a longer argument or variable is E2BIG. */
const LONGEST = 32 * 4096;

/**
 * `docker buildx bake` where nothing is built: what it would build is written down, what it would push is a file of the
 * registry. It is no program, which would take Node.js longer to start than all the rest of a rehearsal's step.
 *
 * @param args what comes after `docker buildx bake`
 */
export function bake(args: string[], { cwd, env }: ExecOptions): Executed {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  if ([...args, ...variables].some((text) => Buffer.byteLength(text) >= LONGEST)) {
    return { status: null, output: 'docker: E2BIG\n' };
  }
  try {
    new Bake(cwd, env).run(args);
    return { status: 0, output: '' };
  } catch (error) {
    if (!(error instanceof BakeError)) throw error;
    return { status: 1, output: `ERROR: ${error.message}\n` };
  }
}

class Bake {
  constructor(
    private readonly cwd: string,
    private readonly env: Record<string, string>,
  ) {}

  public run(args: string[]): void {
    const { options, others } = parse(args);
    const file: BakeFile = JSON.parse(readFileSync(join(this.cwd, options.file[0]), 'utf8'));
    const { group, target: targets } = file;
    const variables = this.variablesOf(file);
    const metadata: Record<string, object> = {};
    for (const name of others.length > 0 ? others : group.default.targets) {
      const target = targets[name] ?? fail(`failed to find target ${name}`);
      const overrides = overridesOf(name, options.set ?? [], targets);
      const evaluated = (key: 'tags' | 'cache-from' | 'cache-to') =>
        (overrides[key] === undefined ? (target[key] ?? []) : [overrides[key]]).map((text) =>
          evaluate(text, variables),
        );
      const caches = (key: 'cache-from' | 'cache-to') => evaluated(key).filter((cache) => cache);
      const [tag] = evaluated('tags');
      const { platform } = overrides;
      const labels = Object.entries(overrides).flatMap(([key, value]) =>
        key.startsWith('labels.') ? [[key.slice('labels.'.length), value]] : [],
      );
      this.did(
        `build ${name} for ${platform}${caches('cache-from')
          .map((cache) => `, reads ${cache}`)
          .join('')}`,
      );
      caches('cache-to').forEach((cache) => this.did(`write cache ${cache}`));
      const output = overrides.output ?? (target.output ?? targets._common?.output)?.[0] ?? '';
      if (/^type=cacheonly/.test(output)) continue;
      if (/^type=docker/.test(output)) {
        this.did(`load ${tag}`);
        continue;
      }
      metadata[name] = this.push(name, platform, tag, output, Object.fromEntries(labels));
    }
    writeFileSync(options['metadata-file'][0], JSON.stringify(metadata));
  }

  private variablesOf({ variable }: BakeFile): Variables {
    const variables = Object.fromEntries(
      Object.entries(variable).map(([name, { default: value }]) => [name, this.env[name] ?? value]),
    );
    return { ...variables, SUFFIX: variables.TAG === '' ? '' : `:${variables.TAG}` };
  }

  /** @returns what the metadata says of it */
  private push(
    name: string,
    platform: string,
    tag: string | undefined,
    output: string,
    labels: Record<string, string>,
  ): object {
    if (tag === undefined) fail('tag is needed when pushing to registry');
    const digest = `sha256:${createHash('sha256').update(`${name} ${platform} ${this.env.GITHUB_SHA}`).digest('hex')}`;
    if (/\bpush-by-digest=true\b/.test(output)) {
      // exporter/containerimage/export.go:59 of BuildKit
      if (/:[^/]+$/.test(tag)) fail(`can't push tagged ref ${tag} by digest`);
      this.did(`push ${tag} by digest`);
      this.store(`${tag}@${digest}`, digest, platform, labels);
    } else {
      this.did(`push ${tag}`);
      this.store(tag, digest, platform, labels);
    }
    return {
      // what the container driver writes on GitHub: the event's payload, 11 kB and more
      ...(this.env.BUILDX_METADATA_PROVENANCE === 'disabled' ? {} : { 'buildx.build.provenance': 'x'.repeat(38_000) }),
      ...metadataOf(tag, digest, {
        ref: `builder-00000000-0000-0000-0000-000000000000/builder0/${digest.slice(7, 32)}`,
        architecture: 'amd64',
      }),
    };
  }

  private store(reference: string, digest: string, platforms: string, labels: Record<string, string>): void {
    const line = `${digest} ${platforms} image ${JSON.stringify({ config: { Labels: labels } }, undefined, 1)}`;
    writeFileSync(join(this.env.REGISTRY, reference.replaceAll('/', '+')), `${line.replaceAll('\n', '')}\n`);
  }

  private did(line: string): void {
    const { LOG, FAILS } = this.env;
    appendFileSync(LOG, `${line}\n`);
    if (FAILS && new RegExp(FAILS).test(line)) fail(`failed: ${line}`);
  }
}

function fail(message: string): never {
  throw new BakeError(message);
}

/** Options and what is beside them; each option has a value, by a blank or by `=`. */
function parse(args: string[]): { options: Record<string, string[]>; others: string[] } {
  const options: Record<string, string[]> = {};
  const others: string[] = [];
  const left = [...args];
  while (left.length > 0) {
    const arg = left.shift()!;
    if (!arg.startsWith('--')) {
      others.push(arg);
      continue;
    }
    const [name, ...value] = arg.slice(2).split('=');
    (options[name] ??= []).push(value.length > 0 ? value.join('=') : left.shift()!);
  }
  return { options, others };
}

/** Those for a target; the last one wins. */
function overridesOf(target: string, overrides: string[], targets: BakeFile['target']): Record<string, string> {
  const values: Record<string, string> = {};
  for (const override of overrides) {
    const [, pattern, key, value] = /^([^.]+)\.([\w.-]+?)=(.*)$/.exec(override) ?? fail(`invalid override ${override}`);
    if (pattern !== '*' && !targets[pattern]) fail(`could not find any target matching '${pattern}'`);
    if (pattern === '*' || pattern === target) values[key] = value;
  }
  return values;
}

/** A text of the bake file, with the variables that it has. */
function evaluate(text: string, variables: Variables): string {
  return text.replace(/\$\{(.*?)\}/g, (_, expression: string) => {
    const call = /^replace\((\w+), "\*", "(.*)"\)$/.exec(expression);
    if (call) return variables[call[1]].replace('*', call[2]);
    if (!(expression in variables)) fail(`what is \${${expression}}?`);
    return variables[expression];
  });
}
