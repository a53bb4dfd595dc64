import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** Jest's own, in a process that compiles each module once: projen and `src/` are loaded by nearly every test file. */
export default class CompiledOnce extends TestEnvironment {
  constructor(...options: ConstructorParameters<typeof TestEnvironment>) {
    super(...options);
    // what has been run is counted for functions of a test file's own
    if (!options[0].globalConfig.collectCoverage) vm.compileFunction = compiledOnce;
  }
}

const scripts = new Map<string, { code: string; script: vm.Script }>();
const { compileFunction } = vm;

/** As `vm.compileFunction`, but what is a function of a context's own is made of a script that all contexts have. */
const compiledOnce: typeof compileFunction = (body, parameters = [], options = {}) => {
  const { filename, parsingContext } = options;
  if (!filename || !parsingContext) return compileFunction(body, parameters, options);
  const head = `(function (${parameters.join()}) {`;
  const code = `${head}${body}\n})`;
  let known = scripts.get(filename);
  if (known?.code !== code) {
    known = { code, script: new vm.Script(code, { filename, columnOffset: -head.length }) };
    scripts.set(filename, known);
  }
  return known.script.runInContext(parsingContext) as ReturnType<typeof compileFunction>;
};
