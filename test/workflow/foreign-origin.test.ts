import { Project } from 'projen';
import { foreignOriginWarnings } from '../../src/workflow/foreign-origin';
import { gitAll } from '../git';
import { tempDir } from '../util';

function said(remotes: Record<string, string>, isNamed = false): string[] {
  const outdir = tempDir();
  gitAll(outdir, ['init', '--quiet'], ...Object.entries(remotes).map(([name, url]) => ['remote', 'add', name, url]));
  return foreignOriginWarnings(new Project({ name: 'app', outdir }), isNamed).map(({ text }) => text);
}

const NAMES =
  ', since they would be called by a repository of GitHub. The Dockerfile, docker-bake.json and the scripts';

test.each([
  ['https://gitlab.com/Acme/group/Shop.git', 'gitlab.com', 'registry.gitlab.com/acme/group/shop'],
  ['git@gitlab.com:acme/shop.git', 'gitlab.com', 'registry.gitlab.com/acme/shop'],
  ['ssh://git@gitlab.acme.com:2222/acme/shop.git', 'gitlab.acme.com', 'registry.example.com/acme/app'],
  ['https://me@bitbucket.org/acme/shop.git', 'bitbucket.org', 'registry.example.com/acme/app'],
  ['git@bitbucket.org:acme/shop.git', 'bitbucket.org', 'registry.example.com/acme/app'],
  ['https://acme@dev.azure.com/acme/shop/_git/shop', 'dev.azure.com', 'registry.example.com/acme/app'],
  ['git@ssh.dev.azure.com:v3/acme/shop/shop', 'ssh.dev.azure.com', 'registry.example.com/acme/app'],
  ['https://acme.visualstudio.com/shop/_git/shop', 'acme.visualstudio.com', 'registry.example.com/acme/app'],
  ['https://codeberg.org/acme/shop.git', 'codeberg.org', 'codeberg.org/acme/shop'],
])('of an origin at %s it is said that it runs no workflow', (url, host, example) => {
  const text = `origin is at ${host}, which runs no workflow of GitHub. Say \`workflow: false\``;
  expect(said({ origin: url })).toEqual([
    expect.stringContaining(`${text}, and where images are by \`imageRepository\`, e.g. "${example}"${NAMES}`),
  ]);
  expect(said({ origin: url }, true)).toEqual([expect.stringContaining(`${text}. The Dockerfile`)]);
  expect(said({ origin: url, mirror: 'https://github.com/acme/shop.git' })).toEqual([]);
});

test.each([
  'https://github.com/acme/gitlab.git',
  'git@github.com:acme/bitbucket.org.git',
  'https://github.acme.com/acme/shop.git',
  'https://git.acme.com/acme/gitlab.com.git',
  '../gitlab.com/shop',
  '/srv/gitlab/shop.git',
])('of one at %s nothing is', (url) => {
  expect(said({ origin: url })).toEqual([]);
});

test('nor where there is none', () => {
  expect(said({})).toEqual([]);
  expect(said({ upstream: 'https://gitlab.com/acme/shop.git' })).toEqual([]);
});
