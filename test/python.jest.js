const { jest } = require('../package.json');

/** `npm run test:python`: the package as a wheel, by pip, uv and poetry, which it downloads. */
module.exports = {
  ...jest,
  rootDir: '..',
  testMatch: ['<rootDir>/test/python/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
