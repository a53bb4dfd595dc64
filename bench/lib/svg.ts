import { number } from './format';
import { BarPlot, LinePlot, Plot } from './plot';
import { linearScale, logarithmicScale } from './scale';

const WIDTH = 900;
const MARGIN = 24;
/** Can be told apart by the colour-blind (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#999999', '#000000'];

/** A part of the picture, drawn from `0,0`. */
interface Drawing {
  readonly height: number;
  readonly elements: string[];
}

/** The plots below each other, on a white ground of their own: pages are white or dark. */
export function svg(plots: Plot[]): string {
  // a label has one colour, whichever plots and groups it is in
  const labels = [
    ...new Set(
      plots.flatMap((plot) =>
        plot.kind === 'bars' ? plot.groups.flatMap((group) => group.bars.map(({ label }) => label)) : [],
      ),
    ),
  ];
  let height = MARGIN;
  const parts = plots.map((plot) => {
    const drawing = plot.kind === 'bars' ? bars(plot, labels) : lines(plot);
    const part = `<g transform="translate(0 ${height})">\n${drawing.elements.join('\n')}\n</g>`;
    height += drawing.height + MARGIN;
    return part;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" ` +
      'font-family="system-ui, sans-serif" font-size="13" fill="#222">',
    `<rect width="${WIDTH}" height="${height}" rx="6" fill="#fff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function bars({ title, value: axis, logarithmic, groups }: BarPlot, labels: string[]): Drawing {
  const left = 260;
  const length = WIDTH - left - 130;
  const row = 22;
  const values = groups.flatMap((group) => group.bars.map((bar) => bar.value));
  const most = Math.max(...values.map(({ max }) => max));
  const { at, ticks } = logarithmic
    ? logarithmicScale(Math.min(...values.map(({ min }) => min)), most, length)
    : linearScale(most, length);

  const rows: string[] = [];
  let y = 34;
  for (const group of groups) {
    rows.push(text(left, y + 15, group.name, 'font-weight="600"'));
    y += row;
    for (const { label, value } of group.bars) {
      const middle = y + row / 2;
      rows.push(
        text(left - 10, middle + 4.5, label, 'text-anchor="end"'),
        // a bar would begin at zero, which a logarithmic scale does not have
        ...(logarithmic
          ? [
              line(left, middle, left + at(value.median), middle, '#eee'),
              line(left + at(value.min), middle, left + at(value.max), middle, '#222', 1.5),
              `<circle cx="${round(left + at(value.median))}" cy="${middle}" r="6" fill="${colour(labels.indexOf(label))}"/>`,
            ]
          : [
              `<rect x="${left}" y="${y + 3}" width="${round(at(value.median))}" height="${row - 6}" fill="${colour(labels.indexOf(label))}"/>`,
              line(left + at(value.min), middle, left + at(value.max), middle, '#222', 1.5),
            ]),
        text(left + at(value.max) + 12, middle + 4.5, number(value.median)),
      );
      y += row;
    }
    y += 8;
  }
  const grid = ticks.flatMap((tick) => [
    line(left + at(tick), 34, left + at(tick), y, '#ddd'),
    text(left + at(tick), y + 17, number(tick), 'text-anchor="middle" fill="#555"'),
  ]);
  return {
    height: y + 42,
    elements: [
      text(MARGIN, 16, title, 'font-size="16" font-weight="600"'),
      ...grid,
      ...rows,
      text(left + length / 2, y + 38, logarithmic ? `${axis} (logarithmic)` : axis, 'text-anchor="middle" fill="#555"'),
    ],
  };
}

function lines({ title, x, y, series }: LinePlot): Drawing {
  const [left, top, length, height] = [90, 84, WIDTH - 90 - 70, 300];
  const points = series.flatMap((each) => each.points);
  const horizontal = linearScale(Math.max(...points.map((point) => point.x)), length);
  const vertical = linearScale(Math.max(...points.map((point) => point.y.max)), height);
  const atX = (value: number) => left + horizontal.at(value);
  const atY = (value: number) => top + height - vertical.at(value);
  const end = atX(Math.max(...points.map((point) => point.x)));
  return {
    height: top + height + 42,
    elements: [
      text(MARGIN, 16, title, 'font-size="16" font-weight="600"'),
      ...series.map((each, index) =>
        text(left + (index * length) / series.length, 44, `● ${each.name}`, `fill="${colour(index)}"`),
      ),
      text(MARGIN, 68, y, 'fill="#555"'),
      ...vertical.ticks.flatMap((tick) => [
        line(left, atY(tick), left + length, atY(tick), '#ddd'),
        text(left - 10, atY(tick) + 4.5, number(tick), 'text-anchor="end" fill="#555"'),
      ]),
      ...horizontal.ticks.map((tick) =>
        text(atX(tick), top + height + 19, number(tick), 'text-anchor="middle" fill="#555"'),
      ),
      text(left + length / 2, top + height + 40, x, 'text-anchor="middle" fill="#555"'),
      ...series.flatMap((each, index) => {
        const path = each.points.map((point) => `${round(atX(point.x))},${round(atY(point.y.median))}`).join(' ');
        return [
          `<polyline points="${path}" fill="none" stroke="${colour(index)}" stroke-width="2"/>`,
          ...each.points.flatMap((point) => [
            line(atX(point.x), atY(point.y.min), atX(point.x), atY(point.y.max), '#222', 1.5),
            `<circle cx="${round(atX(point.x))}" cy="${round(atY(point.y.median))}" r="4" fill="${colour(index)}"/>`,
          ]),
        ];
      }),
      ...lastValues(
        series.map((each) => each.points.at(-1)!.y.median),
        atY,
      ).map(({ value, at }) => text(end + 8, at + 4.5, number(value))),
    ],
  };
}

/** Where the value at the end of each line is written: beside it, but not over another one. */
function lastValues(values: number[], atY: (value: number) => number): Array<{ value: number; at: number }> {
  let lowest = Infinity;
  return [...values]
    .sort((a, b) => a - b)
    .map((value) => {
      lowest = Math.min(atY(value), lowest - 15);
      return { value, at: lowest };
    });
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length];
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<text x="${round(x)}" y="${round(y)}"${attributes && ` ${attributes}`}>${escaped}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${stroke}" stroke-width="${width}"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
