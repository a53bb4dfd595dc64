import { posix } from 'node:path';
import { OtherBuild } from './other-build';
import { folderAt } from '../paths/folder-at';

const BUILD = /\b(?:docker|podman|nerdctl)\s+(?:(?:buildx|image|builder)\s+)?build\s+([^]*)/;

/** Those that say what a build is of. */
const SAYING = /^(--file|--target|-f)(?:=?(.+))?$/;

/** Those that have no value behind them. (docker/cli, cli/command/image/build.go; docker/buildx, commands/build.go) */
const ALONE =
  /^(-q|-D|--(pull|no-cache|push|load|quiet|rm|force-rm|compress|squash|check|debug|disable-content-trust)|-.*=.*)$/;

/**
 * The builds that commands ask for: lines of a Makefile, of a script, of a step.
 *
 * @param folder where they are run
 */
export function commandBuilds(text: string, folder: string): OtherBuild[] {
  // with those that a backslash makes one
  return [...text.matchAll(/^(?:.*\\\r?\n)*.+$/gm)].flatMap(({ 0: line, index }) => {
    const [, args] = BUILD.exec(line) ?? [];
    // where it would be run is not known
    if (args === undefined || /^\s*(#|\/\/)|\bcd\s/.test(line)) return [];
    const where = `line ${text.slice(0, index).split('\n').length}`;
    return buildOf(wordsOf(args), folder).map((build) => ({ where, ...build }));
  });
}

function buildOf(words: string[], folder: string): Omit<OtherBuild, 'where'>[] {
  const said: Record<string, string | undefined> = {};
  const contexts: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const [, option, value] = SAYING.exec(words[i]) ?? [];
    if (option) said[option] = value ?? words[(i += 1)];
    else if (!words[i].startsWith('-')) contexts.push(words[i]);
    else if (!ALONE.test(words[i])) i += 1;
  }
  const [context] = contexts;
  const { '--target': target, '--file': file = said['-f'] } = said;
  // a variable, a URL, another machine's path
  if (contexts.length !== 1 || [context, file, target].some((word) => /[$`:]|^\//.test(word ?? ''))) return [];
  const from = folderAt(folder, context);
  const dockerfile = file === undefined ? posix.join(from, 'Dockerfile') : posix.join(folder, file);
  return [{ context: from, dockerfile, target }];
}

/** The words of a command, up to where another one begins; what the shell or a workflow fills in is a `$`. */
function wordsOf(args: string): string[] {
  const plain = args.replace(/\\\r?\n/g, ' ').replace(/\$\{\{.*?\}\}|\$\([^()]*\)|`[^`]*`/g, '$$');
  const [command] = /^(?:"[^"]*"|'[^']*'|[^;&|<>#"']|(?<=\S)#)*/.exec(plain)!;
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
}
