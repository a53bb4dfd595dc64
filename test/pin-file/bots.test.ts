import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'fast-glob';
import { javascript, Project } from 'projen';
import { parse } from 'yaml';
import { ComposeFile, MuslRustChef, MuslRustChefBuilder, RustProject, Upgrade } from '../../src';
import { contentOf } from '../../src/files/content-of';
import { PINS } from '../../src/pins';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

type Config = Record<string, unknown>;

const PAGE = readFileSync(join(__dirname, '../../docs/upgrade.md'), 'utf8');
const blocksIn = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block]) => block);
const RENOVATE: Config = blocksIn('json')
  .map((block) => JSON.parse(block) as Config)
  .find((block) => 'customManagers' in block)!;

const strings = { type: 'array', items: { type: 'string' } };

/**
 * What Renovate's schema says of the options in use, and of where each may be: generated from lib/config/options/index.ts, as
 * docs.renovatebot.com/renovate-schema.json, from which it would be 6,000 lines.
 */
const OPTIONS: Record<
  'root' | 'packageRules' | 'customManagers',
  Record<string, { type: string; values?: string[] }>
> = {
  root: {
    $schema: { type: 'string' },
    extends: strings,
    ignoreDeps: strings,
    labels: strings,
    schedule: strings,
    packageRules: { type: 'array' },
    customManagers: { type: 'array' },
  },
  packageRules: {
    matchManagers: strings,
    matchFileNames: strings,
    matchDepNames: strings,
    matchDepTypes: strings,
    matchUpdateTypes: strings,
    enabled: { type: 'boolean' },
    groupName: { type: 'string' },
  },
  customManagers: {
    customType: { type: 'string', values: ['jsonata', 'regex'] },
    managerFilePatterns: strings,
    matchStrings: strings,
    datasourceTemplate: { type: 'string', values: ['docker', 'github-tags', 'crate'] },
  },
};

function faultsOf(config: Config, kind: keyof typeof OPTIONS = 'root'): string[] {
  return Object.entries(config).flatMap(([name, value]) => {
    const option = OPTIONS[kind][name];
    if (!option) return [`${kind} has no ${name}`];
    const is = Array.isArray(value) ? 'array' : typeof value;
    if (is !== option.type || (option.values && !option.values.includes(value as string))) return [`${name}: ${is}`];
    if ('items' in option && !(value as unknown[]).every((each) => typeof each === 'string')) return [`${name}: items`];
    return name in OPTIONS ? (value as Config[]).flatMap((each) => faultsOf(each, name as keyof typeof OPTIONS)) : [];
  });
}

/** Its rules for a manager by regular expressions (lib/config/validation-helpers/utils.ts: validateRegexManagerFields). */
function faultsOfManager({ matchStrings, managerFilePatterns, ...templates }: Config): string[] {
  const patterns = matchStrings as string[];
  const has = (field: string) =>
    `${field}Template` in templates || patterns.some((pattern) => pattern.includes(`(?<${field}>`));
  return [
    ...['currentValue', 'datasource'].filter((field) => !has(field)),
    ...(has('depName') || has('packageName') ? [] : ['depName']),
    ...[...patterns, ...(managerFilePatterns as string[]).map((path) => path.slice(1, -1))].flatMap((pattern) => {
      new RegExp(pattern, 'gm');
      // RE2 has no look-around, no references back, no atomic groups and no possessive quantifiers (github.com/google/re2/wiki/Syntax)
      return /\(\?(?:[=!>]|<[=!])|\\[1-9]|\\k<|[*+?}]\+/.test(pattern) ? [`RE2: ${pattern}`] : [];
    }),
    // a path, and no glob, is between slashes (docs/usage/string-pattern-matching.md)
    ...(managerFilePatterns as string[]).filter((path) => !/^\/.*\/$/.test(path)),
  ];
}

describe("what docs/upgrade.md has Renovate do is by Renovate's rules", () => {
  test('its options are known, where they are and of their types', () => {
    expect(faultsOf(RENOVATE)).toEqual([]);
  });

  test.each((RENOVATE.customManagers as Config[]).map((manager) => [manager.datasourceTemplate, manager]))(
    'the manager of %s names what it must, in RE2',
    (_, manager) => {
      expect(faultsOfManager(manager as Config)).toEqual([]);
    },
  );

  test.each<[string, Config, string[]]>([
    ['an option that there is not', { matchString: [] }, ['root has no matchString']],
    ['an option elsewhere', { matchStrings: [] }, ['root has no matchStrings']],
    ['a text for a list', { extends: 'config:recommended' }, ['extends: string']],
    ['another kind of manager', { customManagers: [{ customType: 'regexp' }] }, ['customType: string']],
  ])('%s would be found', (_, config, faults) => expect(faultsOf(config)).toEqual(faults));

  test.each([
    ['(?<depName>a)(?=b)(?<currentValue>c)', 'RE2'],
    ['(?<depName>a) \\1', 'currentValue'],
    ['(?<currentValue>a)', 'depName'],
  ])('%s would be found', (pattern, fault) => {
    const manager = { matchStrings: [pattern], managerFilePatterns: ['/a/'], datasourceTemplate: 'crate' };
    expect(faultsOfManager(manager).join()).toContain(fault);
  });
});

/** What Renovate takes for a file of these managers (lib/modules/manager/…/index.ts). */
const MANAGERS: Record<string, RegExp> = {
  dockerfile: /(^|\/)([Dd]ocker|[Cc]ontainer)file[^/]*$/,
  'github-actions': /(^|\/)(workflow-templates|\.(?:github|gitea|forgejo)\/(?:workflows|actions))\/.+\.ya?ml$/,
};

test('of what is generated it touches nothing, and of the rest of .github what it likes', () => {
  const outdir = writeTree(tempDir(), { ...CRATE, 'package-lock.json': '{}', '.projenrc.js': '' });
  const root = new RustProject({ name: 'app', outdir, devDeps: ['projen-muslrust-chef'] });
  new Upgrade(root);
  new ComposeFile(root.muslRustChef!);
  new MuslRustChefBuilder(root);
  const below = writeTree(join(outdir, 'services', 'api'), CRATE);
  expect(below).toContain('api');
  new MuslRustChef(new Project({ name: 'api', parent: root, outdir: 'services/api' }));
  jest.spyOn(root.logger, 'warn').mockImplementation(() => {});
  synthesise(root);
  writeTree(outdir, { '.github/workflows/test.yml': 'on: push\n' });

  const [{ matchManagers, matchFileNames, enabled }] = RENOVATE.packageRules as Config[];
  expect(enabled).toBe(false);
  const ignored = globSync(matchFileNames as string[], { cwd: outdir, dot: true });
  const all = globSync('**', { cwd: outdir, dot: true });
  const found = all.filter((path) => (matchManagers as string[]).some((name) => MANAGERS[name].test(path)));
  expect(found.filter((path) => !ignored.includes(path))).toEqual(['.github/workflows/test.yml']);
  expect(found.length).toBeGreaterThan(7);
});

test('the crates that a synth keeps in Cargo.toml are those of the pins', () => {
  const crates = Object.keys(PINS.crates).filter((name) => name !== 'cargo-chef');
  expect((RENOVATE.packageRules as Config[])[1].matchDepNames).toEqual(crates);
  const [{ updates }] = blocksIn('yaml').map((block) => parse(block) as { updates: Config[] });
  const cargo = updates.find((update) => update['package-ecosystem'] === 'cargo')!;
  expect(cargo.ignore).toEqual(crates.map((name) => ({ 'dependency-name': name })));
});

test("Dependabot's configuration is by GitHub's reference", () => {
  // https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference
  const [config] = blocksIn('yaml').map((block) => parse(block) as { version: number; updates: Config[] });
  expect(Object.keys(config)).toEqual(['version', 'updates']);
  expect(config.version).toBe(2);
  for (const update of config.updates) {
    expect(['npm', 'cargo']).toContain(update['package-ecosystem']);
    expect(update).toMatchObject({ directory: '/', schedule: { interval: 'weekly' } });
    expect(['package-ecosystem', 'directory', 'schedule', 'ignore']).toEqual(
      expect.arrayContaining(Object.keys(update)),
    );
  }
});

describe("projen's own", () => {
  const ACTIONS = Object.keys(PINS.actions);
  const configOf = (overrideConfig?: Config, devDeps = ['projen-muslrust-chef']) => {
    const project = new javascript.NodeProject({
      name: 'app',
      outdir: writeTree(tempDir(), CRATE),
      defaultReleaseBranch: 'main',
      packageManager: javascript.NodePackageManager.NPM,
      devDeps,
      renovatebot: true,
      renovatebotOptions: { overrideConfig },
    });
    new MuslRustChef(project);
    // a comment stands above it
    return JSON.parse(contentOf(project.tryFindFile('renovate.json5')!)!.replace(/^\/\/.*\n/, '')) as Config;
  };

  test('renovatebot leaves this package to Renovate, unless the rc file names a version', () => {
    expect(configOf().ignoreDeps).not.toContain('projen-muslrust-chef');
    expect(configOf(undefined, ['projen-muslrust-chef@^0.1.0']).ignoreDeps).toContain('projen-muslrust-chef');
  });

  test('ignores the actions of the pins, and by what docs/upgrade.md hands over it does not', () => {
    expect(configOf().ignoreDeps).toContain(ACTIONS[0]);
    expect(PAGE).toContain("overrideConfig: { ignoreDeps: ['projen'], packageRules: […], customManagers: […] }");
    const { packageRules, customManagers } = RENOVATE;
    const config = configOf({ ignoreDeps: ['projen'], packageRules, customManagers });
    expect(config).toMatchObject({ ignoreDeps: ['projen'], customManagers });
    expect(faultsOf(config)).toEqual([]);
  });

  test('dependabot leaves it to Dependabot', () => {
    const project = new javascript.NodeProject({
      name: 'app',
      outdir: writeTree(tempDir(), CRATE),
      defaultReleaseBranch: 'main',
      packageManager: javascript.NodePackageManager.NPM,
      devDeps: ['projen-muslrust-chef@^0.1.0'],
      depsUpgrade: false,
      dependabot: true,
    });
    new MuslRustChef(project);
    const { updates } = parse(contentOf(project.tryFindFile('.github/dependabot.yml')!)!) as { updates: Config[] };
    expect(updates.map((update) => [update['package-ecosystem'], update.ignore])).toEqual([
      ['npm', [{ 'dependency-name': 'projen' }]],
    ]);
  });
});
