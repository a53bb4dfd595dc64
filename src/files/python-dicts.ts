import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component, Project } from 'projen';
import { bareCode } from './bare-code';
import { RcFile } from './rc-file';
import { Warnings } from '../messages/warnings';
import { Assembly, OWN } from '../options/assembly';
import { InterfaceType } from '../options/assembly-types';
import { propertiesOf } from '../options/properties-of';

const ID = 'muslrust-chef-python-dicts';

/**
 * Warns where the rc file has a dict in the list `images`, with a key that is no option. In a list jsii takes a dict as it is, by the names
 * of JavaScript, and drops what it does not know: `smoke_test` would count for nothing, and nobody would say so.
 */
export class PythonDicts extends Component {
  /** Looks at the rc file of a project's tree, if it is in Python. */
  public static watch(project: Project): void {
    const { root } = project;
    if (!root.node.tryFindChild(ID) && RcFile.isOfPython(root)) new PythonDicts(root, project);
  }

  private constructor(root: Project, watched: Project) {
    super(root, ID);
    const name = RcFile.of(root)?.name;
    if (name === undefined) return;
    for (const { line, keys } of unknownKeys(readFileSync(join(root.outdir, name), 'utf8'))) {
      Warnings.of(watched).warn({
        id: 'python-dict',
        text:
          `${name}:${line}: an image is a dict with ${keys.join(', ')}. In a list of dicts that is no option, and jsii drops it unsaid. ` +
          'Write ImageOptions(…) in the place of the dict, where Python knows each option',
      });
    }
  }
}

/** The dicts with such keys in a program, by the line that they begin in. */
function unknownKeys(text: string): { readonly line: number; readonly keys: string[] }[] {
  const known = propertiesOf(Assembly.typeOf(`${OWN}.ImageOptions`) as InterfaceType);
  const code = bareCode(text, 'python');
  return [...code.matchAll(/\bimages\s*=\s*(?=\[)/g)]
    .flatMap(({ index, 0: before }) => dictsIn(code, index + before.length))
    .map(([from, to]) => ({
      line: text.slice(0, from).split('\n').length,
      keys: keysOf(text, code, from + 1, to).filter((key) => !known.has(key)),
    }))
    .filter(({ keys }) => keys.length > 0);
}

/** Where the dicts of a list begin and end. */
function dictsIn(code: string, list: number): [from: number, to: number][] {
  const dicts: [number, number][] = [];
  let [depth, from] = [0, list];
  for (let at = list; at < code.length; at += 1) {
    if ('([{'.includes(code[at])) {
      depth += 1;
      if (depth === 2) from = at;
    } else if (')]}'.includes(code[at])) {
      if (depth === 2 && code[at] === '}') dicts.push([from, at]);
      depth -= 1;
      if (depth === 0) break;
    }
  }
  return dicts;
}

function keysOf(text: string, code: string, from: number, to: number): string[] {
  const keys: string[] = [];
  let depth = 0;
  // of a literal the bare code has as many quotes
  for (const { index, 0: found } of code.slice(from, to).matchAll(/[([{]|[)\]}]|"+(?=\s*:)/g)) {
    if (found.startsWith('"')) {
      if (depth === 0) keys.push(text.slice(from + index + 1, from + index + found.length - 1));
    } else {
      depth += '([{'.includes(found) ? 1 : -1;
    }
  }
  return keys;
}
