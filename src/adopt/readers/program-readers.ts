import { posix } from 'node:path';
import { AdoptedImage } from '../carried-over/adopted-images';
import { Remark } from '../remark';
import { SaidCommand, ServiceCommands, serviceCommands } from './service-commands';
import { escaped, linesWith, TextFile } from './text-files';

/** Files of people's alone, and such as no program is started by. */
const NO_COMMANDS = /\.(md|mdx|rst|adoc|txt|html)$|(^|\/)(README|CODEOWNERS)$|ockerfile/;

/** Words by which a line starts a program; a path of one part may mean a folder elsewhere. */
const STARTS = /command|entrypoint|exec|args|test:|\brun\b|^\s*-\s/i;

/** A program, where it was and where it is. */
interface Moved {
  readonly was: string;
  readonly is: string;
  readonly isOfCmd: boolean;
}

/** That the program of an image is elsewhere now, or is started in another way, and who names it as it was. */
export function programReaders(
  { binary, old: { start, stage, isLast } }: Pick<AdoptedImage, 'binary' | 'old'>,
  dockerfile: string,
  texts: readonly TextFile[],
): Remark[] {
  if (!start) return [];
  const program = { was: start.program, is: `/usr/local/bin/${binary}`, isOfCmd: start.isOfCmd };
  const isMoved = program.was.startsWith('/') && program.was !== program.is;
  const own = [
    ...(isMoved ? [program.is] : []),
    ...(program.isOfCmd
      ? [
          'the ENTRYPOINT: what `docker run`, `command` of compose and `args` of Kubernetes give comes behind it, without its name',
        ]
      : []),
  ];
  const read = texts.map((each) => ({ ...each, services: serviceCommands(each.path, each.text) }));
  const ofServices = read.flatMap(({ services }) =>
    services
      .filter((each) => each.dockerfile === dockerfile && (each.target === undefined ? isLast : each.target === stage))
      .flatMap((each) => serviceRemarks(each, program)),
  );
  const word = new RegExp(`(^|[\\s"'\`,=\\[(])${escaped(program.was)}(?=$|[\\s"'\`,;\\])])`);
  const ofOthers = read
    // a compose file that builds is read by its services
    .filter(({ path, services }) => isMoved && !NO_COMMANDS.test(path) && services.length === 0)
    .flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return linesWith(text, word)
        .filter((line) => program.was.lastIndexOf('/') > 0 || STARTS.test(lines[line - 1]))
        .map((line) => ({ file: path, line, text: `${program.was}: by hand: it is ${program.is} now` }));
    });
  const text = `${program.was} is now ${own.join(', and ')}`;
  return [...(own.length > 0 ? [{ file: dockerfile, line: start.line, text }] : []), ...ofServices, ...ofOthers];
}

function serviceRemarks({ entrypoint, command, test }: ServiceCommands, program: Moved): Remark[] {
  const { was, is, isOfCmd } = program;
  const isProgram = (word: string) => [was, is, posix.basename(was), posix.basename(is)].includes(word);
  /** What is wrong with a word that names a program. */
  const faultOf = (word: string): string | undefined => {
    if (!isProgram(word)) return `the image has ${is} and no other program`;
    return word.startsWith('/') && word !== is ? `${was} is ${is} now` : undefined;
  };
  const remark = (what: string, { at, words: [...said] }: SaidCommand, fault: string | undefined): Remark[] =>
    fault === undefined ? [] : [{ ...at, text: `${what} ${said.join(' ')}: by hand: ${fault}` }];
  const behind = `it comes behind the ENTRYPOINT ${is} now`;
  return [
    ...(entrypoint ? remark('entrypoint', entrypoint, faultOf(entrypoint.words[0])) : []),
    ...(command && isOfCmd && !entrypoint
      ? remark(
          'command',
          command,
          isProgram(command.words[0])
            ? `leave ${command.words[0]} out: ${behind}`
            : `${behind}, and the image has no other program`,
        )
      : []),
    ...(test && test.words[0] !== 'NONE'
      ? remark(
          'healthcheck',
          test,
          test.words[0] === 'CMD' ? faultOf(test.words[1] ?? '') : `the image has no shell: \`["CMD", "${is}", …]\``,
        )
      : []),
  ];
}
