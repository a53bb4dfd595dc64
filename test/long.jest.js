const { jest } = require('../package.json');

/** `npm run test:long`: what takes minutes, since it has many real crates, repositories or processes. */
module.exports = {
  ...jest,
  rootDir: '..',
  testMatch: ['<rootDir>/test/**/*.long.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/lab/'],
};
