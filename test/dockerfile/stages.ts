import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { BuilderBase, BuildStrategy, ImageOptions, Platform, RuntimeBase } from '../../src';
import { featureSpecs } from '../../src/cargo/feature-spec';
import { packageSpecs } from '../../src/cargo/package-spec';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { CompileUnit } from '../../src/dockerfile/compile-unit';
import { Dockerfile, DockerfileOptions } from '../../src/dockerfile/dockerfile';
import { Image } from '../../src/image/image';
import { PINS } from '../../src/pins';
import { ProjectRepository } from '../../src/registry/project-repository';
import { WORKSPACE } from '../synth';
import { tempDir, writeTree } from '../util';

export interface StageOptions extends Partial<Omit<DockerfileOptions, 'toolchain' | 'units'>> {
  readonly strategy?: BuildStrategy;
  readonly base?: BuilderBase;
  readonly builderImage?: string;
  readonly platforms?: Platform[];
  readonly files?: Record<string, string>;
  readonly images?: ImageOptions[];
  readonly isolated?: boolean;
  readonly hasSeed?: boolean;
}

/** A stage of a Dockerfile, without its comments. */
export interface Stage {
  readonly name: string;
  readonly from: string;
  /** Each on one line; a script is left out, and stands in `scripts`. */
  readonly instructions: string[];
  readonly scripts: string[];
  /** Those in it, and before the next one. */
  readonly comments: string;
}

/** The stages of a Dockerfile that is made without a synth, by default for a workspace of `server` and `worker`. */
export function stagesOf(options: StageOptions = {}): Stage[] {
  const project = new Project({ name: 'shop', outdir: tempDir() });
  const features = { defaultFeatures: true, allFeatures: false };
  const workspace = CargoWorkspace.discover(tempDir(), options.files ?? WORKSPACE);
  const repository = new ProjectRepository(project, {});
  const runtimeBase = options.runtimeBase ?? RuntimeBase.custom('base');
  const request = { ...features, images: options.images, repository, registries: [], runtimeBase };
  const { images } = Image.resolve(workspace, request);
  const profile = options.profile ?? 'release';
  const unit = {
    ...features,
    images,
    profile,
    packageSpec: packageSpecs(workspace, []),
    featureSpec: featureSpecs(workspace),
  };
  const dockerfile = Dockerfile._of(project, {
    aptPackages: [],
    memoryFunctions: true,
    incremental: true,
    privateSources: [],
    buildArgs: {},
    cookedSources: [],
    environment: { build: {}, image: {} },
    runtimeBase,
    ...options,
    profile,
    toolchain: (options.strategy ?? BuildStrategy.NATIVE)._toolchain({
      pins: PINS,
      base: BuilderBase.muslrust('muslrust'),
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
      ...options,
    }),
    units: options.isolated ? CompileUnit.isolated(unit) : CompileUnit.shared(unit, options.hasSeed ?? false),
  });
  return parseStages(dockerfile._text);
}

export function parseStages(text: string): Stage[] {
  expect(slips(text)).toEqual([]);
  return text
    .split(/^(?=FROM )/m)
    .slice(1)
    .map((part) => {
      const scripts: string[] = [];
      const instructions = part
        .replace(/<<"EOF"\n([^]*?)\nEOF$/gm, (_, script: string) => `<${scripts.push(script)}>`)
        .replace(/^#.*\n/gm, '')
        .replace(/ *\\\n */g, ' ')
        .split('\n')
        .filter((line) => line !== '');
      const [, from, name] = /^FROM (.+) AS (\S+)$/.exec(instructions[0])!;
      const comments = (part.match(/^#.*$/gm) ?? []).join('\n');
      return { name, from, instructions: instructions.slice(1), scripts, comments };
    });
}

/** Where a reader would miss something: a stage without a comment, half a comment, a blank line that parts nothing. */
function slips(text: string): string[] {
  const lines = text.slice(text.indexOf('\n\n') + 2).split('\n');
  const next = (i: number) => lines.slice(i).find((line) => !line.startsWith('#'));
  return lines.flatMap((line, i) => {
    const last = lines[i - 1] ?? '';
    const isSlip =
      / $|^#.*(  |undefined)/.test(line) ||
      // a stage explains those that are made of it, and those of the other images and platforms
      (last === '' && /^FROM (?!scratch |.* AS (image|planner|dependencies|build)-|.*-arm64\b)/.test(line)) ||
      (last === '' && /^# (?![A-Z]|cargo-chef\b|hadolint )/.test(line) && next(i)!.startsWith('FROM ')) ||
      (line === '' && (/^(#|$)/.test(last) || (last !== 'EOF' && /^(?!FROM )/.test(next(i + 1) ?? 'FROM '))));
    return isSlip ? [lines.slice(Math.max(i - 1, 0), i + 2).join('\n')] : [];
  });
}

export function stage(name: string, options?: StageOptions): Stage {
  return stagesOf(options).find((candidate) => candidate.name === name)!;
}

export interface Run {
  readonly status: number | null;
  /** What was called, in this order: the name of a tool and its arguments. */
  readonly calls: string[];
  /** Where it ran. */
  readonly folder: string;
}

/**
 * Runs a script of a stage, with tools that note what they are called with.
 *
 * @param tools what stands in for each: lines of a shell script
 */
export function runScript(
  script: string,
  tools: Record<string, string>,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): Run {
  const bin = tempDir();
  const log = join(bin, 'calls.log');
  for (const [name, lines] of Object.entries(tools)) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name}\${*:+ $*}" >> ${log}\n${lines}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const folder = writeTree(tempDir(), files);
  const { status } = spawnSync('sh', ['-c', script], {
    cwd: folder,
    env: { PATH: `${bin}:/usr/bin:/bin`, CARGO_BUILD_TARGET: 'x86_64-unknown-linux-musl', ...env },
  });
  return { status, folder, calls: existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [] };
}

/** The stages of a Dockerfile that no target of its bake file is, nor needs. */
export function unusedStages(dockerfile: string, bakeFile: string): string[] {
  const stages = new Map(parseStages(dockerfile).map((each) => [each.name, each]));
  const targets = Object.values<{ target?: string }>(JSON.parse(bakeFile).target);
  const pending = targets.flatMap(({ target }) => target ?? []);
  const needed = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const found = stages.get(name);
    if (!found || needed.has(name)) continue;
    needed.add(name);
    const from = [
      found.from,
      ...found.instructions.flatMap((line) => [...line.matchAll(/\bfrom=([^\s,]+)/g)].map((m) => m[1])),
    ];
    pending.push(...from.flatMap((each) => ['amd64', 'arm64'].map((arch) => each.replace('$TARGETARCH', arch))));
  }
  return [...stages.keys()].filter((name) => !needed.has(name));
}
