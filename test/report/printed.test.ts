import { Finding } from '../../src/messages/finding';
import { asMarkdown } from '../../src/report/as-markdown';
import { asText } from '../../src/report/as-text';
import { FleetReport } from '../../src/report/fleet-report';

const finding: Finding = { id: 'policy-name', level: 'warning', text: 'a | b\n\u001b[2Jc `d`', acknowledged: false };
const none = { images: [], drift: [], pins: [], findings: [] };
const REPORT: FleetReport = {
  generator: { name: 'projen-muslrust-chef', version: '1.0.0' },
  projects: [
    { path: 'repos/a', fault: 'repos/a is broken', ...none },
    {
      path: 'repos/b|c',
      version: '0.9.0',
      images: [{ name: 'app', reference: 'ghcr.io/<owner>/app', target: 'app', binary: 'app' }],
      drift: [
        { file: 'Dockerfile', state: 'changed' },
        { file: 'docker/x.sh', state: 'missing' },
      ],
      pins: [{ name: 'buildkit', has: 'v0.9.2', ships: 'v0.34.2' }],
      findings: [
        finding,
        { ...finding, text: 'seen', acknowledged: true, reason: 'until May' },
        { ...finding, id: 'runtime-base', level: 'note', text: 'no /tmp' },
      ],
    },
    { path: 'repos/d', version: '1.0.0', ...none },
  ],
  without: ['repos/e'],
};

test('in a terminal', () => {
  expect(asText(REPORT)).toBe(
    [
      'PROJECT    VERSION  DRIFT  PINS BEHIND  FINDINGS  IMAGES',
      'repos/a    ?        ?      ?            ?',
      'repos/b|c  0.9.0    2      1            1         ghcr.io/<owner>/app',
      'repos/d    1.0.0    0      0            0',
      '',
      'repos/a',
      '  record   repos/a is broken',
      '',
      'repos/b|c',
      '  drift    Dockerfile is changed',
      '  drift    docker/x.sh is missing',
      '  pin      buildkit: v0.9.2, and v0.34.2 is shipped',
      '  finding  warning [policy-name] a | b [2Jc `d`',
      '  finding  warning [policy-name] seen (acknowledged: until May)',
      '  finding  note [runtime-base] no /tmp',
      '',
      'repos/e: a git repository without a record',
      "3 projects: 1 with drift, 1 with pins behind, 1 with findings; 1 with a record that can't be read; " +
        '1 git repository without a record; by projen-muslrust-chef 1.0.0',
      '',
    ].join('\n'),
  );
});

test('in Markdown, where nothing that others wrote is a tag, a column or a heading', () => {
  expect(asMarkdown(REPORT).split('\n').slice(2)).toEqual([
    '| project | version | drift | pins behind | findings | images |',
    '| --- | --- | --- | --- | --- | --- |',
    '| `repos/a` | ? | ? | ? | ? |  |',
    '| `repos/b\\|c` | `0.9.0` | 2 | 1 | 1 | `ghcr.io/<owner>/app` |',
    '| `repos/d` | `1.0.0` | 0 | 0 | 0 |  |',
    '',
    '### `repos/a`',
    '',
    '- record: `repos/a is broken`',
    '',
    '### `repos/b|c`',
    '',
    '- drift: `Dockerfile is changed`',
    '- drift: `docker/x.sh is missing`',
    '- pin: `buildkit: v0.9.2, and v0.34.2 is shipped`',
    '- finding: `` warning [policy-name] a | b [2Jc `d` ``',
    '- finding: `warning [policy-name] seen (acknowledged: until May)`',
    '- finding: `note [runtime-base] no /tmp`',
    '',
    '### Without a record',
    '',
    '- `repos/e`',
    '',
  ]);
});

test('of nothing', () => {
  const nothing = { ...REPORT, projects: [], without: [] };
  const said = '0 projects: 0 with drift, 0 with pins behind, 0 with findings; by projen-muslrust-chef 1.0.0\n';
  expect(asText(nothing)).toBe(said);
  expect(asMarkdown(nothing)).toBe(said);
});
