import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, relative, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fastGlob from 'fast-glob';
import { bind } from 'jest-each';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const { expect } = require('expect');
const jest = require('jest-mock');
const fastCheck = require('fast-check');

/** What the instrumented code reads and writes. */
const stryker = (globalThis.__stryker__ = { mutantCoverage: { static: {}, perTest: {} } });

// a snapshot holds whatever is there, so it is no assertion; nor is how long an instrumented program takes
expect.extend({ toMatchSnapshot: () => ({ pass: true, message: () => '' }) });
performance.now = () => 0;
// that there is a counterexample is enough; a smaller one takes long to find
fastCheck.configureGlobal({ endOnFailure: true });

/**
 * Runs tests that are written for Jest in the process that Stryker gives, many times as fast as Jest can: what is not ours
 * is loaded once for all mutants, and our own modules are compiled once.
 *
 * A test file is loaded anew for each mutant, by the mutant. A `describe` is run when it is its turn, and only where one of
 * its tests is wanted: what is made in it counts as made by each of these.
 */
class InProcessRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const files = await fastGlob(TESTS, { absolute: true });
    const perTest = {};
    const tests = [];
    for (const file of files.sort()) {
      // the instrumented code keeps the object that it finds when it is loaded
      const coverage = (stryker.mutantCoverage = { static: {}, perTest: {} });
      for (const test of await runFile(file)) {
        tests.push(test);
        const covered = [test.id, ...test.suites].map((id) => coverage.perTest[id] ?? {});
        perTest[test.id] = sum([coverage.static, ...covered]);
      }
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    stryker.mutantCoverage = { static: {}, perTest: {} };
    // after a timeout this is a new process, which has seen no dry run: of a test it knows what its id says
    const files = testFilter ? new Set(testFilter.map(fileOf)) : await fastGlob(TESTS, { absolute: true });
    const wanted = testFilter && new Set(testFilter);
    // the one that mirrors the source knows best
    const isMirror = (file) => basename(file, '.test.ts') === basename(activeMutant.fileName, '.ts');
    const tests = [];
    for (const file of [...files].sort((a, b) => isMirror(b) - isMirror(a))) {
      tests.push(...(await runFile(file, wanted)));
      const timeout = determineHitLimitReached(stryker.hitCount, hitLimit);
      if (timeout) return toMutantRunResult(timeout);
      if (tests.some(hasFailed)) break;
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }
}

/** Globs of test files, with commas between them. */
const TESTS = (process.env.TESTS ?? 'test/*.test.ts,test/!(assets|corpus|lab|lint)/*.test.ts').split(/,(?![^{]*\})/);

function sum(coverages) {
  const all = {};
  for (const coverage of coverages) {
    for (const [id, hits] of Object.entries(coverage)) all[id] = (all[id] ?? 0) + hits;
  }
  return all;
}

/** The file that a test's id begins with. */
const fileOf = (id) => resolve(/^.*?\.test\.ts/.exec(id)[0]);

const hasFailed = ({ status }) => status === TestStatus.Failed;

/**
 * Runs a file's tests.
 * @param wanted those to run, all of them where it is not given; with a mutant, up to the first that fails
 */
async function runFile(file, wanted) {
  const results = [];
  const isOver = () => stryker.activeMutant !== undefined && results.some(hasFailed);
  const isWanted = ({ id, body }) =>
    !wanted || (body ? [...wanted].some((test) => test.startsWith(`${id}/`)) : wanted.has(id));

  const runSuite = async (suite, { before, after }) => {
    stryker.currentTestId = suite.id;
    const suites = [...suite.parents, suite.id];
    const hooks = {};
    try {
      const children = collect(suite);
      hooks.before = [...before, ...suite.beforeEach];
      hooks.after = [...suite.afterEach, ...after];
      for (const hook of suite.beforeAll) await hook();
      for (const child of children.filter(isWanted)) {
        if (isOver()) break;
        if (child.body) await runSuite({ ...child, parents: suites }, hooks);
        else results.push({ ...(await runTest(child, hooks)), suites });
      }
    } catch (error) {
      results.push({ id: suite.id, name: suite.name, timeSpentMs: 0, suites, ...failure(error) });
    }
    stryker.currentTestId = suite.id;
    for (const hook of suite.afterAll ?? []) await hook();
    stryker.currentTestId = undefined;
  };

  const id = relative(process.cwd(), file);
  await runSuite({ id, name: id, parents: [], body: () => load(file) }, { before: [], after: [] });
  mocks.restoreAllMocks();
  return results;
}

async function runTest({ id, name, test, isSkipped }, { before, after }) {
  const start = Date.now();
  let result = { status: isSkipped ? TestStatus.Skipped : TestStatus.Success };
  if (!isSkipped) {
    stryker.currentTestId = id;
    mocks.clearAllMocks();
    try {
      for (const hook of before) await hook();
      await test();
    } catch (error) {
      result = failure(error);
    }
    for (const hook of after) await hook();
  }
  return { id, name, timeSpentMs: Date.now() - start, ...result };
}

function failure(error) {
  return { status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
}

/** What a file or a `describe` registers while it runs. */
function collect(suite) {
  const children = [];
  // by its place: a name may have a path in it that is another one each time
  const add = (name, child) =>
    children.push({ ...child, id: `${suite.id}/${children.length}`, name: `${suite.name} › ${name}` });
  const describe = (name, body) => add(name, { body });
  const test = (name, body) => add(name, { test: body });
  test.skip = (name) => add(name, { isSkipped: true });
  describe.skip = () => {};
  for (const fn of [test, test.skip]) fn.each = bind(fn);
  for (const fn of [describe, describe.skip]) fn.each = bind(fn, false);
  Object.assign(globalThis, { describe, test, it: test, expect, jest: mocks });
  for (const kind of ['beforeAll', 'afterAll', 'beforeEach', 'afterEach']) {
    suite[kind] = [];
    globalThis[kind] = (hook) => suite[kind].push(hook);
  }
  suite.body();
  return children;
}

const mocker = new jest.ModuleMocker(globalThis);
const mocks = {
  fn: (implementation) => mocker.fn(implementation),
  spyOn: (...args) => mocker.spyOn(...args),
  clearAllMocks: () => mocker.clearAllMocks(),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  setTimeout: () => {},
};

const compiled = new Map();

/** Loads a TypeScript file and all of ours that it needs, anew. */
function load(file, modules = new Map()) {
  if (modules.has(file)) return modules.get(file).exports;
  const module = { exports: {} };
  modules.set(file, module);
  const native = createRequire(file);
  const require = (request) => {
    if (!request.startsWith('.')) return native(request);
    const found = resolveOurs(resolve(dirname(file), request), native);
    return found.endsWith('.ts') ? load(found, modules) : native(found);
  };
  require.resolve = native.resolve;
  compile(file).call(module.exports, module.exports, require, module, file, dirname(file));
  return module.exports;
}

const resolved = new Map();

function resolveOurs(path, native) {
  if (!resolved.has(path)) {
    const found = [`${path}.ts`, `${path}/index.ts`, path].find((candidate) => ts.sys.fileExists(candidate));
    resolved.set(path, found ?? native.resolve(path));
  }
  return resolved.get(path);
}

function compile(file) {
  if (!compiled.has(file)) {
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
      fileName: file,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    compiled.set(
      file,
      compileFunction(outputText, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file }),
    );
  }
  return compiled.get(file);
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', () => new InProcessRunner()),
];
