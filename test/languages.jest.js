const { jest } = require('../package.json');

/** `npm run test:languages`: the package in Python, Java and Go, by tools and packages that it downloads. */
module.exports = {
  ...jest,
  rootDir: '..',
  testMatch: ['<rootDir>/test/{python,java-and-go}/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
