import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];

test.each(PAGES)('each link of %s to a file of the repository leads to one', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link);
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
});

test('README leads to each page', () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(PAGES.slice(1).filter((page) => !text.includes(`](${page})`))).toEqual([]);
});
