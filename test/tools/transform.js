const { transformSync } = require('esbuild');

/** TypeScript without its types, which `tsc` checks. */
module.exports = {
  process: (text, path) =>
    transformSync(text, { loader: 'ts', format: 'cjs', target: 'node20', sourcefile: path, sourcemap: 'external' }),
};
