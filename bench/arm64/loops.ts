import { run } from '../lib/lab';

interface Instruction {
  readonly address: number;
  readonly text: string;
  /** Where it branches to, if it does so backwards. */
  readonly back?: number;
}

/** The innermost loops of a function, as objdump writes them. */
export function innerLoops(objdump: string, object: string, name: string): string[] {
  const lines = run([objdump, '--disassemble', '--no-show-raw-insn', object]).split('\n');
  const start = lines.findIndex((line) => line.endsWith(`<${name}>:`));
  if (start < 0) throw new Error(`${object} has no ${name}`);
  const end = lines.findIndex((line, index) => index > start && /^[0-9a-f]+ <(?!\$|\.L).*>:$/.test(line));
  const code = lines.slice(start + 1, end < 0 ? undefined : end).flatMap((line) => instruction(line) ?? []);
  const loops = code.flatMap(({ address, back }) => (back === undefined ? [] : [{ from: back, to: address }]));
  return (
    loops
      .filter(
        ({ from, to }) =>
          !loops.some((other) => other.from >= from && other.to <= to && other.to - other.from < to - from),
      )
      .map(({ from, to }) => code.filter(({ address }) => address >= from && address <= to).map(({ text }) => text))
      // what branches back to an end that several have is no loop, nor is a branch into another function, which no linker has seen
      .filter((loop) => loop.length > 1 && !loop.includes('ret'))
      .map((loop) => loop.join('\n'))
  );
}

function instruction(line: string): Instruction | undefined {
  const [, digits, code] = /^ *([0-9a-f]+):\s+(.*?)\s*(?:\/\/.*)?$/.exec(line) ?? [];
  if (digits === undefined) return undefined;
  const address = parseInt(digits, 16);
  const [, target] = /^(?:b|b\.\w+|cbn?z|tbn?z)\s(?:.*,\s*)?([0-9a-f]+) </.exec(code) ?? [];
  const to = target === undefined ? Infinity : parseInt(target, 16);
  return {
    address,
    text: code.replace(/\s+/g, ' ').replace(/[0-9a-f]+ <.*>$/, '<loop>'),
    ...(to <= address && { back: to }),
  };
}
