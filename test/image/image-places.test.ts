import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { MuslRustChef } from '../../src';
import { ImagePlaces, PlacedImage } from '../../src/image/image-places';
import { RuntimeBase } from '../../src/image/runtime-base';
import { UserError } from '../../src/messages/user-error';
import { CRATE, synth, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

type Files = Record<string, string>;
type Places = Partial<PlacedImage> & { readonly files?: Files; readonly base?: RuntimeBase };

/** Puts files where they are said to be; one whose name ends in a slash is a folder. */
function place({ files = {}, base = RuntimeBase.chainguardStatic(), ...image }: Places): void {
  const places = new ImagePlaces(
    { where: 'image "x"', executable: '/usr/local/bin/app', volumes: [], ...image },
    base._contents,
  );
  for (const [source, target] of Object.entries(files)) {
    places.copy(target, `"${source}"`, { source, isFolder: source.endsWith('/'), isNamed: true });
  }
}

const scratch = RuntimeBase.scratch({ timeZones: false });
const custom = RuntimeBase.custom('base');

test.each<Places>([
  {},
  { workdir: '/' },
  { workdir: '/app', volumes: ['/app/data', '/data', '/data/cache'] },
  { workdir: '/data/work', volumes: ['/data'] },
  { workdir: '/usr/local/bin' },
  { workdir: '/tmp', volumes: ['/tmp'] },
  { volumes: ['/usr/local/binary', '/usr/local/bin/apps', '/var/lib/app', '/home/nonroot', '/opt', '/etc/app'] },
  { workdir: '/app', files: { 'templates/': '/app', a: '/app/a', b: '/app/b/c' } },
  { volumes: ['/app/data'], files: { 'templates/': '/app' } },
  { files: { ca: '/etc/ssl/certs/acme.pem', hosts: '/etc/nsswitch.conf', 'zones/': '/usr/share/zoneinfo' } },
  { files: { 'a/': '/', 'b/': '/usr/local/bin', 'c/': '/etc' } },
  { base: custom, files: { ca: '/etc/ssl/certs/ca-certificates.crt', users: '/etc/passwd' } },
  { base: custom, volumes: ['/etc/ssl'] },
  { base: scratch, files: { groups: '/etc/group' }, volumes: ['/usr/share/zoneinfo'] },
])('%j is possible', (places) => {
  expect(() => place(places)).not.toThrow();
});

test.each<[Places, string]>([
  ...['/', '/usr', '/usr/local/bin', '/usr/local/bin/app'].map((volume): [Places, string] => [
    { base: custom, volumes: [volume] },
    `volumes has "${volume}", and what is mounted there would hide the program, /usr/local/bin/app. Choose another place.`,
  ]),
  [
    { volumes: ['/usr/local/bin/app/data'] },
    'volumes has "/usr/local/bin/app/data", and /usr/local/bin/app is the program, which is no folder.',
  ],
  [{ volumes: ['/a', '/b', '/a'] }, 'volumes has "/a" twice. List each once.'],
  [
    { volumes: ['/etc'] },
    'volumes has "/etc", and what is mounted there would hide the base\'s CA bundle, /etc/ssl/certs/ca-certificates.crt.',
  ],
  [
    { volumes: ['/etc/ssl/certs'] },
    'volumes has "/etc/ssl/certs", and what is mounted there would hide the base\'s CA bundle, ',
  ],
  [
    { volumes: ['/usr/share'] },
    'volumes has "/usr/share", and what is mounted there would hide the base\'s time zones, /usr/share/zoneinfo.',
  ],
  [{ volumes: ['/etc/passwd'] }, "hide the base's list of users, /etc/passwd"],
  [{ base: scratch, volumes: ['/etc'] }, "hide the base's CA bundle"],
  [
    { workdir: '/usr/local/bin/app' },
    'workdir is "/usr/local/bin/app", and /usr/local/bin/app is the program, which is no folder. Give one of them another place.',
  ],
  [
    { workdir: '/usr/local/bin/app/x/y' },
    'workdir is "/usr/local/bin/app/x/y", and /usr/local/bin/app is the program,',
  ],
  [{ workdir: '/etc/passwd' }, 'workdir is "/etc/passwd", and /etc/passwd is the base\'s list of users, which is no'],
  [
    { workdir: '/app/a', files: { a: '/app/a' } },
    'files has "a" at /app/a, which is a folder for the `workdir`. To put it into that folder write "/app/a/".',
  ],
  [{ workdir: '/app/a/b', files: { a: '/app/a' } }, 'files has "a" at /app/a, which is a folder for the `workdir`.'],
  [
    { volumes: ['/app/a/b'], files: { a: '/app/a' } },
    'files has "a" at /app/a, which is a folder for the volume /app/a/b.',
  ],
  [
    { volumes: ['/data'], files: { 'a/': '/data' } },
    'files has "a/" at /data, in the volume /data, and what is mounted there would hide it. Give it another place, or leave the volume out.',
  ],
  [{ volumes: ['/data'], files: { a: '/data/x/y' } }, 'files has "a" at /data/x/y, in the volume /data, and what'],
  [
    { files: { a: '/usr/local/bin/app' } },
    'files has "a" at /usr/local/bin/app, where the program is. Give one of them another place.',
  ],
  [
    { files: { 'a/': '/usr/local/bin/app' } },
    'files has "a/" at /usr/local/bin/app, and /usr/local/bin/app is the program,',
  ],
  [
    { files: { a: '/usr/local/bin/app/b' } },
    'files has "a" at /usr/local/bin/app/b, and /usr/local/bin/app is the program,',
  ],
  [{ files: { a: '/x', b: '/x' } }, 'files has "b" at /x, where "a" is. Give one of them another place.'],
  [{ files: { a: '/x', b: '/x/y/z' } }, 'files has "b" at /x/y/z, and /x is "a", which is no folder. Give one of them'],
  [
    { files: { a: '/x/y/z', b: '/x' } },
    'files has "b" at /x, which is a folder for "a". To put it into that folder write "/x/".',
  ],
  [{ files: { a: '/x', 'b/': '/x' } }, 'files has "b/" at /x, and /x is "a", which is no folder. Give one of them'],
  [{ files: { 'b/': '/x', a: '/x' } }, 'files has "a" at /x, which is a folder for "b/". To put it into that folder'],
  ...['/etc', '/tmp', '/opt', '/usr/share/zoneinfo', '/etc/ssl/certs', '/var/lib'].map((path): [Places, string] => [
    { base: custom, files: { a: path } },
    `files has "a" at ${path}, which is a folder for the system. To put it into that folder write "${path}/".`,
  ]),
  [
    { files: { 'my ca.pem': '/etc/ssl/certs/ca-certificates.crt' } },
    'files has "my ca.pem" at /etc/ssl/certs/ca-certificates.crt, where the base\'s CA bundle is. Give it another place; ' +
      'to replace that, copy it by MuslRustChef.of(project).dockerfile.runtime(["COPY [\\"my ca.pem\\",\\"/etc/ssl/certs/ca-certificates.crt\\"]"]).',
  ],
  [{ files: { users: '/etc/passwd' } }, 'files has "users" at /etc/passwd, where the base\'s list of users is.'],
  [{ base: scratch, files: { users: '/etc/passwd' } }, "where the base's list of users is."],
  [{ files: { a: '/etc/passwd/b' } }, 'files has "a" at /etc/passwd/b, and /etc/passwd is the base\'s list of users,'],
  [{ files: { a: '/etc/hosts' } }, 'files has "a" at /etc/hosts, which a container would not see'],
])('%j is refused', (places, message) => {
  expect(() => place(places)).toThrow(UserError);
  expect(() => place(places)).toThrow(message);
  expect(() => place(places)).toThrow(/^image "x": (files|volumes|workdir) /);
});

test('what the base has is replaced by following the message', () => {
  const files = { ...CRATE, 'ca.pem': 'CA' };
  const path = '/etc/ssl/certs/ca-certificates.crt';
  let instruction = '';
  try {
    synth(files, { imageDefaults: { files: { 'ca.pem': path } } });
  } catch (error) {
    [instruction] = JSON.parse(/runtime\((\[.*\])\)/.exec((error as Error).message)![1]);
  }
  expect(instruction).toBe(`COPY ca.pem ${path}`);
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), files) });
  new MuslRustChef(project).dockerfile.runtime([instruction]);
  synthesise(project);
  expect(readFileSync(join(project.outdir, 'Dockerfile'), 'utf8')).toMatch(/COPY ca\.pem \S+ca-certificates\.crt\n$/);
});

test('what is said of all images is refused before any file is looked at', () => {
  expect(() => synth(CRATE, { imageDefaults: { workdir: '/usr/local/bin/app' } })).toThrow(
    'image "app": workdir is "/usr/local/bin/app", and /usr/local/bin/app is the program',
  );
});
