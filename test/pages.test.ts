import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
];

/** What other programs print. */
const OTHERS = [
  'Cannot find module',
  'is not a constructor',
  'is not a function',
  "cannot be invoked without 'new'",
  'require is not defined in ES module scope',
  'authenticated registries require a credential-provider',
  'could not read Username for',
  'the lock file /app/Cargo.lock needs to be updated but --locked was passed',
  'linker',
  'not found',
  'unable to find library -l',
  'exec format error',
  'denied: permission_denied: write_package',
  'Permission denied (os error 13)',
  'No such file or directory (os error 2)',
  'invalid peer certificate: UnknownIssuer',
];

const filesBelow = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

test.each(PAGES)('each link of %s to a file of the repository leads to one', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link);
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
});

/** What GitHub calls the headings of a page, in a link to one. */
function anchorsOf(page: string): string[] {
  const code = /^```.*?^```$/gms;
  const headings = readFileSync(page, 'utf8')
    .replace(code, '')
    .matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-'),
  );
}

test.each(PAGES)('each link of %s to a section leads to one', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
  const dead = links.filter(([, to, anchor]) => {
    const file = to === '' ? join(ROOT, page) : join(ROOT, dirname(page), to);
    return !anchorsOf(file).includes(anchor);
  });
  expect(dead.map(([link]) => link)).toEqual([]);
});

test('README is read in five minutes', () => {
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(250);
});

test('README leads to each page', () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(PAGES.slice(1).filter((page) => !text.includes(`](${page})`))).toEqual([]);
});

test('each message of ours in the page of troubleshooting is one that we print', () => {
  const ours = [...filesBelow('assets'), ...filesBelow('src')].map((file) => readFileSync(file, 'utf8')).join('\n');
  const page = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
  const messages = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, message]) => message),
  );
  expect(messages.length).toBeGreaterThan(25);
  expect(messages.filter((message) => !ours.includes(message) && !OTHERS.includes(message))).toEqual([]);
});
