/**
 * `npm run mutate -- --mutate 'src/cargo/*.ts'`, with TESTS='test/cargo/*.test.ts' for the files that assert about it: all
 * of the tests are run once before the first mutant.
 */
export default {
  testRunner: 'in-process',
  plugins: ['./test/stryker-runner.mjs'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 20_000,
  mutate: ['src/**/*.ts'],
  ignorePatterns: ['/.lab', '/.stryker', '/.tools', '/dist', '/example/target', '/test-reports'],
  tempDirName: '.stryker/tmp',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, logTests: false },
  htmlReporter: { fileName: '.stryker/report.html' },
  jsonReporter: { fileName: '.stryker/report.json' },
};
