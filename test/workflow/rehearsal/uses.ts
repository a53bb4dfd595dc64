import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { World } from './world';
import { git } from '../../git';
import { faultOf } from '../actions/actions';

/** A step that uses an action, with its inputs evaluated. */
export interface UsingStep {
  readonly uses: string;
  readonly with: Record<string, string>;
}

/** What a job hands to an action. */
export interface Runner {
  readonly world: World;
  /** The workspace, which is the checkout. */
  readonly workspace: string;
  readonly temp: string;
  readonly permissions: Record<string, string>;
  /** Runs a command with the step's variables; fails the step where it fails. */
  exec(command: string[], cwd: string): void;
}

/** A step that fails, as the action would say it. */
export class StepFailure extends Error {}

/** Does what the action does, and returns its outputs. What is not written down here is an error. */
export function use(step: UsingStep, runner: Runner): Partial<Record<string, string>> {
  const fault = faultOf(step);
  if (fault) throw new Error(fault);
  const rule = RULES[step.uses.split('@')[0]];
  if (!rule) throw new Error(`there is no rule for ${step.uses}`);
  const { inputs, run } = rule;
  const unknown = Object.keys(step.with).filter((input) => !inputs.includes(input));
  if (unknown.length > 0) throw new Error(`the rule for ${step.uses} does not know ${unknown.join(', ')}`);
  return run(step.with, runner) ?? {};
}

interface Rule {
  /** The inputs that the rule knows. */
  readonly inputs: string[];
  run(inputs: Record<string, string>, runner: Runner): Partial<Record<string, string>> | void;
}

/** By action; lines are those of the commit that is pinned, in inputs.json. */
const RULES: Record<string, Rule> = {
  // src/input-helper.ts:81 and src/git-source-provider.ts:271: the workspace is the repository at the commit of the event
  'actions/checkout': {
    inputs: ['persist-credentials', 'lfs', 'submodules'],
    run: (_, { world, workspace }) => {
      if (!existsSync(join(workspace, '.github'))) throw new StepFailure('nothing was checked out');
      const { ref, sha } = world.event;
      // src/ref-helper.ts:99 and 109: a branch is fetched by the commit, a tag by its name
      if (!ref.startsWith('refs/tags/')) return;
      const at = git(workspace, 'for-each-ref', '--format=%(objectname) %(*objectname)', ref).trim();
      if (at === '') throw new StepFailure(`couldn't find remote ref ${ref}`);
      // src/git-source-provider.ts:224
      if (!at.split(' ').includes(sha)) {
        throw new StepFailure(`The ref '${ref}' does not point to the expected commit '${sha}'.`);
      }
    },
  },

  'docker/setup-qemu-action': {
    inputs: ['platforms', 'cache-image'],
    // src/context.ts:14 and src/main.ts:60: a list that binfmt is handed as it is, which knows no other names for these
    run: ({ platforms }) => {
      if (!/^(amd64|arm64)(,(amd64|arm64))*$/.test(platforms)) throw new StepFailure(`platforms: ${platforms}`);
    },
  },

  'docker/setup-buildx-action': {
    inputs: ['version', 'cache-binary', 'name', 'cleanup', 'driver', 'driver-opts', 'endpoint', 'platforms', 'append'],
    run: (inputs, { world, exec, workspace }) => {
      const driver = inputs.driver || 'docker-container';
      // src/context.ts:50: one without a name gets a random one
      const name = inputs.name || 'builder';
      // src/context.ts:35: a line each
      const options = lines(inputs['driver-opts']).flatMap((option) => ['--driver-opt', option]);
      const create = [
        ...['docker', 'buildx', 'create', '--name', name, '--driver', driver, ...options],
        ...(inputs.platforms ? ['--platform', inputs.platforms] : []),
        '--use',
        ...(inputs.endpoint ? [inputs.endpoint] : []),
      ];
      // src/main.ts:153: nodes in YAML; src/context.ts:90 runs through their options, letter by letter if that is a text
      const nodes: any[] = inputs.append ? parse(inputs.append) : [];
      const appended = nodes.map((node) => [
        ...['docker', 'buildx', 'create', '--name', name, '--append', ...(node.name ? ['--node', node.name] : [])],
        ...[...(node['driver-opts'] ?? [])].flatMap((option: string) => ['--driver-opt', option]),
        ...(node.platforms ? ['--platform', node.platforms] : []),
        ...(node.endpoint ? [node.endpoint] : []),
      ]);
      if (!world.options.hasBuilder) [create, ...appended].forEach((command) => exec(command, workspace));
    },
  },

  'docker/login-action': {
    inputs: ['registry', 'username', 'password'],
    run: ({ registry, username, password }, { world }) => {
      // src/docker.ts:38
      if (!username || !password) throw new StepFailure('Username and password required');
      world.logins.push(registry);
    },
  },

  'docker/bake-action': {
    inputs: ['source', 'files', 'set', 'targets', 'provenance', 'allow'],
    run: (inputs, { exec, workspace, temp }) => {
      const { source, provenance } = inputs;
      // src/context.ts:146: a local folder is where bake runs; what is none is an error, if it is no address
      if (!source || !existsSync(join(workspace, source)) || !statSync(join(workspace, source)).isDirectory()) {
        throw new StepFailure(`Invalid source: ${source} does not exist or is not a directory.`);
      }
      const file = join(temp, 'bake-metadata.json');
      rmSync(file, { force: true });
      exec(
        [
          ...['docker', 'buildx', 'bake'],
          // src/context.ts:71
          ...[...list(inputs.allow), 'fs=*'].flatMap((allow) => ['--allow', allow]),
          // src/context.ts:40,84 and 47,87: lists of lines and commas, overrides of lines alone; empty ones are left out
          ...list(inputs.files).flatMap((path) => ['--file', path]),
          ...lines(inputs.set).flatMap((override) => ['--set', override]),
          ...['--metadata-file', file],
          ...(provenance ? ['--provenance', provenance] : []),
          ...list(inputs.targets),
        ],
        // src/main.ts:147
        join(workspace, source),
      );
      // src/main.ts:175: none where nothing was written
      const metadata = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
      return metadata && metadata !== 'null' ? { metadata: JSON.stringify(JSON.parse(metadata), null, 2) } : {};
    },
  },

  'actions/upload-artifact': {
    inputs: ['name', 'path', 'if-no-files-found', 'overwrite', 'retention-days'],
    run: (inputs, { world }) => {
      const { name, path } = inputs;
      const files = existsSync(path) ? readdirSync(path) : [];
      // src/upload/upload-artifact.ts:40
      if (files.length === 0) {
        if (inputs['if-no-files-found'] === 'error') throw new StepFailure(`No files were found: ${path}`);
        return;
      }
      // src/upload/upload-artifact.ts:68: one of that name is deleted first, or the upload fails
      if (world.artifacts.has(name) && inputs.overwrite !== 'true') {
        throw new StepFailure(`an artifact with this name already exists on the workflow run: ${name}`);
      }
      const folder = world.mkdir();
      // src/shared/search.ts:156: paths are kept from the folder on
      cpSync(path, folder, { recursive: true });
      world.artifacts.set(name, folder);
    },
  },

  'actions/download-artifact': {
    inputs: ['path', 'pattern', 'merge-multiple'],
    run: (inputs, { world }) => {
      if (inputs['merge-multiple'] !== 'true' || !/^[\w-]+\*$/.test(inputs.pattern)) {
        throw new Error(`the rule for download-artifact does not know ${JSON.stringify(inputs)}`);
      }
      mkdirSync(inputs.path, { recursive: true });
      // src/download-artifact.ts:157 and 191: those that match, each into the one folder
      for (const [name, folder] of world.artifacts) {
        if (name.startsWith(inputs.pattern.slice(0, -1))) cpSync(folder, inputs.path, { recursive: true });
      }
    },
  },

  'actions/attest': {
    inputs: ['subject-name', 'subject-digest', 'push-to-registry', 'create-storage-record'],
    run: (inputs, { world, permissions }) => {
      const { 'subject-name': name, 'subject-digest': digest } = inputs;
      // src/subject.ts:80 and 172
      if (!name) throw new StepFailure('subject-name must be provided when using subject-digest');
      if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new StepFailure(`subject-digest: ${digest}`);
      // README.md:68
      if (permissions['id-token'] !== 'write' || permissions.attestations !== 'write') {
        throw new StepFailure('missing "id-token: write" or "attestations: write"');
      }
      if (!(world.options.attests ?? true)) {
        throw new StepFailure('Failed to persist attestation: Feature not available for this repository');
      }
      if (inputs['push-to-registry'] === 'true') {
        writeFileSync(join(world.attestations, `${name}@${digest}`.replaceAll('/', '+')), '');
      }
    },
  },
};

/** `Util.getInputList` of @docker/actions-toolkit, with `ignoreComma`: trimmed lines that are not empty. */
function lines(text = ''): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line);
}

/** The same without it. */
function list(text?: string): string[] {
  return lines(text).flatMap((line) => line.split(',').map((item) => item.trim()));
}
