module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/lab'],
  testMatch: ['<rootDir>/test/lab/*.test.ts'],
  globalSetup: '<rootDir>/test/lab/global-setup.ts',
  setupFiles: ['<rootDir>/test/lab/environment.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/lab/forget-builds.ts'],
  // a build that hangs is run again after twenty minutes
  testTimeout: 45 * 60_000,
  // builds wait for their last crate and for downloads; an engine of the machine's own is not there twice
  maxWorkers: process.env.LAB === 'real' ? 1 : 2,
  verbose: true,
  transform: { '^.+\\.ts$': '<rootDir>/test/tools/transform.js' },
};
