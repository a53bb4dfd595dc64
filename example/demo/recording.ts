/** A command with what it printed, and how long it took. */
export interface Shown {
  readonly command: string;
  readonly output: string[];
  readonly seconds: number;
}

const WIDTH = 860;
const LINE = 20;
const MARGIN = 24;
/** A wait that was longer is shown as this, in seconds. */
const LONGEST = 2.5;

/** A terminal as an SVG whose lines appear one after the other; whoever wants no motion sees all of them. */
export function recording(all: Shown[]): string {
  let time = 0.5;
  const lines = all.flatMap(({ command, output, seconds }) => {
    const typed = { text: `<tspan class="prompt">$</tspan> ${escaped(command)}`, at: time };
    time += 0.6 + Math.min(seconds, LONGEST);
    const printed = output.filter((line) => line !== '').map((line) => ({ text: escaped(line), at: (time += 0.06) }));
    time += 0.8;
    return [typed, ...printed];
  });
  const height = 2 * MARGIN + lines.length * LINE + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" xml:space="preserve">
<title>A new project in a terminal</title>
<style>
  text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d0d7de; white-space: pre }
  .prompt { fill: #3fb950 }
  @media (prefers-reduced-motion: no-preference) {
    text { opacity: 0; animation: appear 0.05s forwards }
    @keyframes appear { to { opacity: 1 } }
  }
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${lines
  .map(
    ({ text, at }, i) =>
      `<text x="${MARGIN}" y="${MARGIN + 14 + i * LINE}" style="animation-delay: ${at.toFixed(2)}s">${text}</text>`,
  )
  .join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!);
}
