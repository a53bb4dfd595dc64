import { sharedGroups } from '../../../src/adopt/carried-over/shared-groups';
import { WorkflowFile } from '../../../src/adopt/old-workflow/workflow-file';
import { leftDockerfiles } from '../../../src/adopt/readers/dockerfile-readers';
import { outsideDockerfiles } from '../../../src/adopt/readers/outside-dockerfiles';
import { programReaders } from '../../../src/adopt/readers/program-readers';
import { unreadBuilds } from '../../../src/adopt/readers/unread-builds';
import { workflowReaders } from '../../../src/adopt/readers/workflow-readers';
import { BUILD, read } from '../old-dockerfile/read-dockerfile';

describe('what reads a Dockerfile that is left', () => {
  const said = (path: string, text: string, folder = '') =>
    leftDockerfiles({ folder, left: ['build/Dockerfile'] }, [{ path, text }])[0].text;

  test.each<[path: string, text: string, where: string]>([
    ['compose.yaml', 'services:\n  web: { build: { context: ., dockerfile: ./build/Dockerfile } }\n', '(services.web)'],
    ['Makefile', 'image:\n\tdocker build -f build/Dockerfile -t app .\n', '(line 2)'],
    ['scripts/build.sh', '#!/bin/sh\ndocker build --file ./build/Dockerfile .\n', '(line 2)'],
    [
      '.github/workflows/ci.yml',
      'jobs: { a: { steps: [{ uses: docker/build-push-action@v6, with: { file: build/Dockerfile } }] } }\n',
      '(jobs.a.steps[0])',
    ],
    ['.devcontainer/devcontainer.json', '{\n  "dockerFile": "build/Dockerfile"\n}\n', '(line 2)'],
    ['fly.toml', '[build]\ndockerfile = "build/Dockerfile"\n', '(line 2)'],
  ])('%s', (path, text, where) => {
    expect(said(path, text)).toBe(
      `the images are made by Dockerfile now, and ${path} ${where} reads this one: by hand: name Dockerfile there, with the context ".", and remove this one then`,
    );
  });

  test.each<[path: string, text: string]>([
    ['compose.yaml', 'services:\n  web: { build: . }\n'],
    ['fly.toml', 'dockerfile = "other/build/Dockerfile"\n'],
    ['fly.toml', 'dockerfile = "build/Dockerfile.dev"\n'],
    ['build/Dockerfile', '# build/Dockerfile\n'],
  ])('not %s with %j', (path, text) => {
    expect(said(path, text)).toBe('nothing reads it any more: remove it once the new images are in use');
  });

  test('is told where the one of a folder is', () => {
    expect(said('Makefile', 'a:\n\tdocker build -f build/Dockerfile .\n', 'services/api')).toContain(
      'name services/api/Dockerfile there, with the context "services/api"',
    );
  });
});

describe('who names a program as it was', () => {
  const said = (command: string, path: string, text: string, place = '/bin/app') => {
    const dockerfile = `${BUILD}FROM scratch\nCOPY --from=build /src/target/release/app ${place}\n${command}\n`;
    const [old] = read(dockerfile).images;
    const [own, ...others] = programReaders({ binary: 'app', old }, 'Dockerfile', [{ path, text }]);
    return { own: own && `${own.line}: ${own.text}`, others: others.map(({ line, text: each }) => `${line}: ${each}`) };
  };
  const ENTRYPOINT = 'ENTRYPOINT ["/bin/app"]';

  test.each<[command: string, place: string, own: string | undefined]>([
    [ENTRYPOINT, '/bin/app', '7: /bin/app is now /usr/local/bin/app'],
    ['ENTRYPOINT ["/usr/local/bin/app"]', '/usr/local/bin/app', undefined],
    ['ENTRYPOINT ["app"]', '/bin/app', '7: /bin/app is now /usr/local/bin/app'],
    ['ENTRYPOINT ["app"]', '/usr/local/bin/', undefined],
    ['WORKDIR /srv\nENTRYPOINT ["./app"]', '/srv/app', '8: /srv/app is now /usr/local/bin/app'],
    [
      'CMD ["/bin/app", "serve"]',
      '/bin/app',
      '7: /bin/app is now /usr/local/bin/app, and the ENTRYPOINT: what `docker run`',
    ],
    ['CMD ["app"]', '/usr/local/bin/app', '7: /usr/local/bin/app is now the ENTRYPOINT: what `docker run`'],
  ])('%s, at %s', (command, place, own) => {
    expect(said(command, 'a.yml', '', place).own).toEqual(own && expect.stringContaining(own));
  });

  const service = (lines: string) => `services:\n  web:\n${lines.includes('build:') ? '' : '    build: .\n'}${lines}`;

  test.each<[what: string, command: string, lines: string, others: RegExp[]]>([
    [
      'an entrypoint by its path',
      ENTRYPOINT,
      '    entrypoint: /bin/app\n',
      [/^4: entrypoint \/bin\/app: by hand: \/bin\/app is \/usr\/local\/bin\/app now$/],
    ],
    ['an entrypoint by its name', ENTRYPOINT, '    entrypoint: [app, migrate]\n', []],
    [
      'a shell',
      ENTRYPOINT,
      '    entrypoint: sh -c app\n',
      [/the image has \/usr\/local\/bin\/app and no other program/],
    ],
    ['arguments', ENTRYPOINT, '    command: [serve]\n', []],
    [
      'the program, where it was a CMD',
      'CMD ["/bin/app"]',
      '    command: ["/bin/app", "serve"]\n',
      [/^4: command \/bin\/app serve: by hand: leave \/bin\/app out/],
    ],
    [
      'another program',
      'CMD ["/bin/app"]',
      '    command: sleep infinity\n',
      [/^4: command sleep infinity: by hand: it comes behind the ENTRYPOINT/],
    ],
    [
      'a check',
      ENTRYPOINT,
      '    healthcheck:\n      test: ["CMD", "/bin/app", "health"]\n',
      [/^5: healthcheck CMD \/bin\/app health: by hand: \/bin\/app is/],
    ],
    ['a check by a shell', ENTRYPOINT, '    healthcheck:\n      test: curl -f localhost\n', [/the image has no shell/]],
    ['no check', ENTRYPOINT, '    healthcheck: { test: ["NONE"] }\n', []],
    ['another stage', ENTRYPOINT, '    build: { context: ., target: dev }\n    entrypoint: /bin/app\n', []],
  ])('a service: %s', (_, command, lines, others) => {
    expect(said(command, 'compose.yaml', service(lines)).others).toEqual(
      others.map((pattern) => expect.stringMatching(pattern)),
    );
  });

  test.each<[path: string, text: string, line: number | undefined]>([
    ['k8s/d.yaml', 'containers:\n  - name: app\n    command: ["/bin/app"]\n', 3],
    ['k8s/d.yaml', 'command:\n  - /bin/app\n', 2],
    ['Makefile', 'run:\n\tdocker run app /bin/app migrate\n', 2],
    ['k8s/d.yaml', 'command: ["/bin/app2"]\n', undefined],
    ['k8s/d.yaml', 'mountPath: /bin/app/data\n', undefined],
    ['README.md', 'is at /bin/app in the image\n', undefined],
  ])('%s with %j', (path, text, line) => {
    const by = line && [`${line}: /bin/app: by hand: it is /usr/local/bin/app now`];
    expect(said(ENTRYPOINT, path, text).others).toEqual(by ?? []);
  });

  test('a path of one part is looked for where programs are started', () => {
    const of = (text: string) => said('ENTRYPOINT ["/app"]', 'k8s/d.yaml', text, '/app').others;
    expect(of('workingDir: /app\n')).toEqual([]);
    expect(of('command: ["/app"]\n')).toHaveLength(1);
  });
});

describe('who names a workflow that goes', () => {
  const said = (path: string, text: string, now = '.github/workflows/image.yml') =>
    workflowReaders(
      [{ old: { file: '.github/workflows/docker.yml', name: 'publish it' }, now: [now] }],
      [{ path, text }],
    ).map(({ line, text: each }) => `${line}: ${each}`);

  test.each<[path: string, text: string, line: number]>([
    ['.github/workflows/cd.yml', "on:\n  workflow_run:\n    workflows: [ci, 'publish it']\njobs: {}\n", 2],
    ['README.md', '# app\n![](https://github.com/acme/app/actions/workflows/docker.yml/badge.svg)\n', 2],
    ['README.md', '![](https://github.com/acme/app/workflows/publish%20it/badge.svg)\n', 1],
    ['release.sh', 'set -e\ngh workflow run docker.yml --ref v1\n', 2],
    ['.github/CODEOWNERS', '/.github/workflows/docker.yml @acme/ops\n', 1],
  ])('%s with %j', (path, text, line) => {
    const [first, ...others] = said(path, text);
    expect(first).toMatch(new RegExp(`^${line}: .*is removed.*: by hand: .*image`));
    expect(others).toEqual([]);
  });

  test.each<[path: string, text: string]>([
    ['.github/workflows/docker.yml', 'on: { workflow_run: { workflows: [publish it] } }\n'],
    ['.github/workflows/cd.yml', 'on: { workflow_run: { workflows: [ci] } }\n'],
    ['README.md', 'actions/workflows/docker.yml.bak, deploy/docker.yml\n'],
  ])('not %s with %j', (path, text) => {
    expect(said(path, text)).toEqual([]);
  });

  test('nobody, where the new one has its name', () => {
    expect(said('README.md', 'actions/workflows/docker.yml/badge.svg\n', '.github/workflows/docker.yml')).toEqual([]);
  });
});

test.each<[what: string, other: string, count: number]>([
  ['a group that another has', 'concurrency: deploy\njobs: {}\n', 1],
  ['the same in a job', 'jobs: { a: { concurrency: { group: deploy } } }\n', 1],
  ['another group', 'concurrency: deploy-2\n', 0],
])('a workflow that goes has %s', (_, other, count) => {
  const workflow = (name: string, text: string) => {
    const path = `.github/workflows/${name}.yml`;
    return { path, name, text, file: WorkflowFile.parse(path, text) };
  };
  const old = workflow('docker', 'on: push\nconcurrency: { group: deploy }\njobs: {}\n');
  const remarks = sharedGroups([old, workflow('cd', other)], [old.path]);
  expect(remarks.map(({ file, line }) => [file, line])).toEqual(Array(count).fill([old.path, 2]));
});

describe('a Dockerfile outside of the folder that is adopted', () => {
  const found = (text: string, path = 'Dockerfile') => {
    const { ofOurs, remarks } = outsideDockerfiles([{ path, text }], 'backend', ['backend', 'tools']);
    return { ofOurs, remarks: remarks.map(({ line, text: each }) => `${line}: ${each}`) };
  };

  test.each<[text: string, path: string]>([
    ['FROM rust\nCOPY backend .\nRUN cargo build\n', 'Dockerfile'],
    ['FROM rust\nCOPY . .\nRUN cd backend && cargo build\n', 'docker/api.Dockerfile'],
    ['FROM rust\nCOPY ./backend/ /w/\nRUN cargo build\n', 'Dockerfile'],
  ])('%j is read', (text, path) => {
    expect(found(text, path)).toEqual({ ofOurs: [path], remarks: [] });
  });

  test.each<[text: string, remark: RegExp]>([
    ['FROM rust\nCOPY . .\nRUN cargo build\n', /^3: nothing was read from it: it does not name the folder/],
    [
      'FROM rust\nCOPY tools tools\nCOPY backend .\nRUN cargo build\n',
      /^3: nothing was read from it: it compiles backend, tools/,
    ],
  ])('%j is named', (text, remark) => {
    expect(found(text)).toEqual({ ofOurs: [], remarks: [expect.stringMatching(remark)] });
  });

  test.each<[text: string, path: string]>([
    ['FROM node\nCOPY frontend .\n', 'Dockerfile'],
    ['FROM rust\nCOPY tools .\nRUN cargo build\n', 'Dockerfile'],
    ['FROM rust\nCOPY . .\nRUN cargo build\n', 'tools/Dockerfile'],
  ])('%j at %s is of others', (text, path) => {
    expect(found(text, path)).toEqual({ ofOurs: [], remarks: [] });
  });
});

describe('what pushes images in a way that is not read', () => {
  const CI = {
    path: '.github/workflows/ci.yml',
    text: 'jobs:\n  a:\n    steps:\n      - run: make image && ./scripts/push.sh\n',
  };
  const said = (path: string, text: string) =>
    unreadBuilds([CI, { path, text }], ['.github/workflows/read.yml']).map(({ file, line }) => `${file}:${line}`);

  test.each<[path: string, text: string, line: number]>([
    ['.github/workflows/bake.yml', 'jobs:\n  a:\n    steps:\n      - uses: docker/bake-action@v6\n', 4],
    ['.github/workflows/podman.yml', 'run: podman push app ghcr.io/acme/app\n', 1],
    ['.github/actions/image/action.yml', 'steps:\n  - uses: docker/build-push-action@v6\n', 2],
    ['.gitlab-ci.yml', 'script:\n  - docker build -t a .\n  - docker push a\n', 3],
    ['Makefile', 'image:\n\tdocker buildx build --push -t a .\n', 2],
    ['scripts/push.sh', '# docker push\ndocker push a\n', 2],
  ])('%s with %j', (path, text, line) => {
    expect(said(path, text)).toEqual([`${path}:${line}`]);
  });

  test.each<[path: string, text: string]>([
    ['.github/workflows/read.yml', 'run: docker buildx bake --push\n'],
    ['.github/workflows/test.yml', 'run: docker compose build && docker compose up\n'],
    ['scripts/other.sh', 'docker push a\n'],
    ['justfile', 'push:\n  docker push a\n'],
    ['README.md', 'docker push a\n'],
  ])('not %s with %j', (path, text) => {
    expect(said(path, text)).toEqual([]);
  });
});
