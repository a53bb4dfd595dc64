import { styleText } from 'node:util';

const WIDTH = 100;

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

function styled(style: Style, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

export function heading(text: string): void {
  console.log(`\n${styled('bold', text)} ${styled('dim', '─'.repeat(WIDTH - text.length - 1))}\n`);
}

export function say(text: string): void {
  console.log(text);
}

export function done(text: string, milliseconds?: number): void {
  const time = milliseconds === undefined ? '' : `${(milliseconds / 1000).toFixed(1)} s`;
  console.log(`${styled('green', '✓')} ${text.padEnd(WIDTH - 2 - time.length)}${styled('dim', time)}`.trimEnd());
}

export function leftOut(text: string): void {
  console.log(`${styled('yellow', '-')} ${text}`);
}

export function failed(text: string): void {
  console.log(`${styled('red', '✗')} ${text}`);
}

/** A command, as the user would type it. */
export function command(text: string): void {
  console.log(`${styled('dim', '$')} ${text}`);
}

/** Somebody else's text: a file or a diff. */
export function quote(text: string): void {
  for (const line of text.trimEnd().split('\n')) {
    const style = { '+': 'green', '-': 'red' }[line[0]] as Style | undefined;
    console.log(`  ${styled(style ?? 'dim', line)}`.trimEnd());
  }
}
