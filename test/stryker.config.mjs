/**
 * `npm run mutate -- --mutate 'src/cargo/*.ts'`, with TESTS='test/cargo/*.test.ts' to run those only: each mutant loads
 * all test files that may run, whether or not a test in them reaches it.
 */
export default {
  testRunner: 'jest',
  coverageAnalysis: 'perTest',
  // what runs when a module is loaded is reached by every test
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 20_000,
  mutate: ['src/**/*.ts'],
  jest: {
    enableFindRelatedTests: false,
    config: {
      // no tools: no linter runs here
      globalSetup: null,
      reporters: [],
      testMatch: (process.env.TESTS ?? 'test/*.test.ts,test/!(assets|corpus|lab|lint)/*.test.ts')
        .split(',')
        .map((glob) => `<rootDir>/${glob}`),
      transform: {
        // a mutant need not have the right types
        '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json', diagnostics: false, isolatedModules: true }],
      },
    },
  },
  ignorePatterns: ['/.lab', '/.stryker', '/.tools', '/dist', '/example/target'],
  tempDirName: '.stryker/tmp',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, logTests: false },
  htmlReporter: { fileName: '.stryker/report.html' },
  jsonReporter: { fileName: '.stryker/report.json' },
};
