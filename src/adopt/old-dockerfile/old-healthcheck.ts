import { OldInstruction } from './dockerfile-stages';
import { jsonList, plainCommand } from './dockerfile-words';
import { RcValue } from '../rc-file/rc-value';

const FLAGS: Record<string, string> = { interval: 'interval', timeout: 'timeout', 'start-period': 'startPeriod' };

/** A check by the program itself; of any other one it is said what to do. */
export function healthcheckOf(
  instruction: OldInstruction | undefined,
  isBinary: (path: string) => boolean,
  remark: (line: number, text: string) => void,
): Record<string, RcValue> | undefined {
  if (!instruction || /^none$/i.test(instruction.text.trim())) return undefined;
  const said = instruction.text.replace(/^CMD\s+/i, '');
  const command = jsonList(said) ?? plainCommand(said.replace(/\s*\|\|\s*exit\s+1\s*$/, ''));
  const [program, ...args] = command ?? [];
  if (program === undefined || !isBinary(program) || args.length === 0) {
    const [, url] = /https?:\/\/[^/\s"']+(\/[^\s"'|;]*)/.exec(said) ?? [];
    remark(
      instruction.line,
      `HEALTHCHECK ${said}: by hand: the image has neither a shell nor curl. Give the program an argument by which it checks itself, and say ` +
        `\`healthcheck: { args: ['…'] }\`; Kubernetes has probes of its own` +
        (url === undefined ? '' : `. \`smokeTestPath: '${url}'\` asks for it before an image is published`),
    );
    return undefined;
  }
  const options: Record<string, RcValue> = { args };
  for (const { name, value } of instruction.flags) {
    if (name === 'retries') options.retries = Number(value);
    else if (FLAGS[name]) options[FLAGS[name]] = value;
    else remark(instruction.line, `HEALTHCHECK --${name}=${value}: by hand: there is no option for it`);
  }
  return options;
}
