import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { attempt, attemptBuild, Result, run, RunOptions } from './shell';
import { MuslRustChef, MuslRustChefOptions } from '../../src';

/** The command that builds, up to what is built. */
export const BAKE = ['docker', 'buildx', 'bake', '--progress', 'plain', '--provenance=false'];

/** With `LAB=real` the machine's own engine is used, and the upstream images. */
export const REAL = process.env.LAB === 'real';

/** Puts the component's files into a crate, as `npx projen` does for a user. */
export function synth(crate: string, options: MuslRustChefOptions = {}): void {
  // without an outdir of its own, projen would clean this checkout up
  // the image of a crate's own binary has no part of its own in the reference then
  const [, name = 'app'] = /^name = "(.*)"/m.exec(readFileSync(join(crate, 'Cargo.toml'), 'utf8')) ?? [];
  const project = new Project({ name, outdir: crate });
  new MuslRustChef(project, { workflow: false, ...options });
  project.synth();
}

/** Runs a task of a synthesised project, as `npx projen NAME` does. */
export function runTask(crate: string, name: string, options: RunOptions = {}): void {
  const { tasks } = JSON.parse(readFileSync(join(crate, '.projen/tasks.json'), 'utf8'));
  const { condition = 'true', env = {}, steps } = tasks[name];
  // projen has a shell find out what a variable is, too
  const variables = Object.entries(env).map(([variable, value]) => `export ${variable}="${value}"\n`);
  const shell = (command: string) => ['sh', '-c', `${variables.join('')}${command}`];
  if (attempt(shell(condition), { ...options, cwd: crate }).status === 0) {
    // what a step says is for people
    for (const { exec, say } of steps) {
      if (say === undefined) run(shell(exec), { ...options, cwd: crate });
    }
  }
}

/** The crates that cargo compiled in a build, by what that wrote. */
export function compiledIn(output: string): string[] {
  return [...output.matchAll(/^#\d+ [\d.]+ +Compiling (\S+)/gm)].map((match) => match[1]);
}

let builds = 0;

/** A build that was tried. */
export class ImageBuild {
  /** The images' names begin with this. */
  public readonly repository: string;
  public readonly result: Result;

  constructor(
    crate: string,
    options: { readonly args?: string[]; readonly output?: string; readonly env?: Record<string, string> } = {},
  ) {
    builds += 1;
    const registry = REAL ? 'muslrust-chef-lab' : process.env.LAB_REGISTRY!;
    this.repository = `${registry}/test-${process.pid}-${builds}`;
    const output = options.output ?? (REAL ? 'type=docker' : 'type=registry');
    this.result = attemptBuild([...BAKE, '--set', `*.output=${output}`, ...(options.args ?? [])], {
      cwd: crate,
      env: { REPOSITORY: this.repository, ...options.env },
    });
  }

  /** The build, which must have succeeded. */
  public get succeeded(): this {
    if (this.result.status !== 0) throw new Error(`the build failed:\n${this.result.output.slice(-8000)}`);
    return this;
  }

  /** The reference of an image; the name is needed where there are several. */
  public reference(name?: string): string {
    return `${this.repository}${name ? `/${name}` : ''}:latest`;
  }

  /** The crates that cargo compiled in it, by name; once for each time. */
  public get compiled(): string[] {
    return compiledIn(this.result.output);
  }

  /** Whether a step whose title matches was taken from the cache. */
  public isCached(title: RegExp): boolean {
    const step = this.result.output
      .split('\n')
      .find((line) => /^#\d+ \[/.test(line) && title.test(line))
      ?.split(' ')[0];
    return step !== undefined && new RegExp(`^${step} CACHED$`, 'm').test(this.result.output);
  }
}

type Change = [from: string | RegExp, to: string];

/** Changes the text of the generated Dockerfile; what is changed must be there. */
export function patchDockerfile(crate: string, ...changes: Change[]): void {
  patchFile(crate, 'Dockerfile', ...changes);
}

/** The same for any generated file. */
export function patchFile(crate: string, file: string, ...changes: Change[]): void {
  const path = join(crate, file);
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${file} has no ${from}`);
    text = changed;
  }
  // generated files are read-only
  chmodSync(path, 0o644);
  writeFileSync(path, text);
}
