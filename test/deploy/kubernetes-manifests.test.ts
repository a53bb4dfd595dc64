import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { parse } from 'yaml';
import {
  ImageOptions,
  KubernetesManifests,
  KubernetesManifestsOptions,
  MuslRustChef,
  MuslRustChefOptions,
} from '../../src';
import { CRATE, synthesise } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const DIGEST = `sha256:${'a1'.repeat(32)}`;

function made(
  image: Partial<ImageOptions> = {},
  options?: KubernetesManifestsOptions,
  files = {},
  chef: MuslRustChefOptions = {},
) {
  const dir = writeTree(tempDir(), { ...CRATE, ...files });
  const project = new Project({ name: 'app', outdir: dir });
  new KubernetesManifests(
    new MuslRustChef(project, {
      workflow: true,
      imageRepository: 'ghcr.io/acme/app',
      images: [{ binary: 'app', ...image }],
      ...chef,
    }),
    options,
  );
  synthesise(project);
  const read = (path: string) => parse(readFileSync(join(dir, path), 'utf8'));
  return { dir, read, container: () => read('kubernetes/app/deployment.yaml').spec.template.spec.containers[0] };
}

test('a deployment holds to the restricted standard', () => {
  const { read, container } = made();
  const { spec } = read('kubernetes/app/deployment.yaml').spec.template;
  // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
  expect(spec.securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 65532,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container().securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(container()).toMatchObject({
    image: 'ghcr.io/acme/app:main',
    imagePullPolicy: 'Always',
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  });
  expect(container()).not.toHaveProperty('readinessProbe');
});

test('each manifest is in the kustomization, and no other file is', () => {
  const { dir, read } = made({ ports: [8080, 9090], volumes: ['/data', '/cache'] });
  const written = Object.keys(readTree(join(dir, 'kubernetes'))).filter((path) => path !== 'kustomization.yaml');
  expect(read('kubernetes/kustomization.yaml').resources.sort()).toEqual(written.sort());
  expect(written).toHaveLength(4);
  const { files } = JSON.parse(readFileSync(join(dir, '.projen/muslrust-chef.json'), 'utf8'));
  expect(Object.keys(files)).toEqual(expect.arrayContaining(written.map((path) => `kubernetes/${path}`)));
});

test('what an image says is there', () => {
  const { read, container } = made({ ports: [8080], volumes: ['/data'], smokeTestPath: '/healthz' });
  expect(container()).toMatchObject({
    ports: [{ containerPort: 8080 }],
  });
  const { spec } = read('kubernetes/app/deployment.yaml');
  expect(spec.strategy).toEqual({ type: 'Recreate' });
  // what is mounted is there, and what selects finds it
  const names = (all: { name: string }[]) => all.map(({ name }) => name);
  expect(names(spec.template.spec.volumes)).toEqual(names(container().volumeMounts));
  expect(spec.template.spec.volumes[1].persistentVolumeClaim.claimName).toBe(
    read('kubernetes/app/app--data.yaml').metadata.name,
  );
  const service = read('kubernetes/app/service.yaml').spec;
  expect(service.selector).toEqual(spec.template.metadata.labels);
  expect(service.ports).toEqual([{ name: 'port-8080', port: 8080, targetPort: 8080 }]);
  expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
});

const GET = { httpGet: { path: '/healthz', port: 8080 } };
const EXEC = { exec: { command: ['/usr/local/bin/app', 'health'] } };
const SERVER = { ports: [8080], smokeTestPath: '/healthz' };
const CHECK = { args: ['health'] };

test.each<[string, Partial<ImageOptions>, object, object]>([
  [
    'a server has as long to start as the smoke test gives it',
    SERVER,
    { ...GET, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 61 },
    { ...GET, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  ],
  [
    'a health check is a probe where nothing answers over HTTP, at the times of Docker',
    { healthcheck: CHECK },
    { ...EXEC, periodSeconds: 5, timeoutSeconds: 30, failureThreshold: 19 },
    { ...EXEC, periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 3 },
  ],
  [
    'and at those that it says',
    { healthcheck: { ...CHECK, interval: '1m30s', timeout: '45s', retries: 5, startPeriod: '2m' } },
    { ...EXEC, periodSeconds: 5, timeoutSeconds: 45, failureThreshold: 115 },
    { ...EXEC, periodSeconds: 90, timeoutSeconds: 45, failureThreshold: 5 },
  ],
  [
    'which hold for a request too, and are whole seconds',
    { ...SERVER, healthcheck: { ...CHECK, interval: '1500ms', timeout: '1ms', startPeriod: '1h' } },
    { ...GET, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 3607 },
    { ...GET, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 3 },
  ],
])('probes: %s', (_, image, startupProbe, probe) => {
  expect(made(image).container()).toMatchObject({ startupProbe, readinessProbe: probe, livenessProbe: probe });
});

test('arguments of a probe are what they say', () => {
  const { container } = made({ healthcheck: { args: ['$(HOME)', '$$'] } });
  // https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/: "$$" is "$"
  expect(container().livenessProbe.exec.command.slice(1)).toEqual(['$$(HOME)', '$$$$']);
});

test('a volume at /tmp is the only one that is mounted there', () => {
  const { read, container } = made({ volumes: ['/tmp'] });
  expect(container().volumeMounts).toEqual([{ name: 'app--tmp', mountPath: '/tmp' }]);
  expect(read('kubernetes/app/deployment.yaml').spec.template.spec.volumes).toHaveLength(1);
});

test('a claim is that of a path, whatever else is mounted', () => {
  const claims = (volumes: string[]) => {
    const { container, read } = made({ volumes });
    const { volumes: mounted } = read('kubernetes/app/deployment.yaml').spec.template.spec;
    return container().volumeMounts.map(({ name, mountPath }: any) => [
      mountPath,
      mounted.find((each: any) => each.name === name).persistentVolumeClaim?.claimName,
    ]);
  };
  expect(claims(['/var/lib/db'])).toContainEqual(['/var/lib/db', 'app--var-lib-db']);
  expect(claims(['/cache', '/var/lib/db'])).toContainEqual(['/var/lib/db', 'app--var-lib-db']);
});

test('images that end are left out', () => {
  const images = [{ binary: 'app' }, { binary: 'app', name: 'import', args: ['import'] }];
  const { read } = made({}, { images: ['app'] }, {}, { images });
  expect(read('kubernetes/kustomization.yaml').resources).toEqual(['app/deployment.yaml']);
});

test('a namespace is that of all', () => {
  expect(made({}, { namespace: 'shop' }).read('kubernetes/kustomization.yaml')).toMatchObject({ namespace: 'shop' });
});

test('two projects of a repository do not write one deployment', () => {
  const manifests = (namespaces: [string?, string?]) => {
    const root = new Project({ name: 'root', outdir: tempDir() });
    namespaces.forEach((namespace, i) => {
      const outdir = `service-${i}`;
      writeTree(join(root.outdir, outdir), CRATE);
      const project = new Project({ name: outdir, parent: root, outdir });
      const chef = new MuslRustChef(project, { imageRepository: `ghcr.io/acme/${outdir}` });
      new KubernetesManifests(chef, { namespace });
    });
  };
  expect(() => manifests([undefined, undefined])).toThrow(
    /deployment app would be written twice.*in service-0.*in service-1.*`namespace` of KubernetesManifests/,
  );
  expect(() => manifests(['shop', 'shop'])).toThrow(/deployment app of shop would be written twice/);
  expect(() => manifests([undefined, 'shop'])).not.toThrow();
});

test('no build sees them', () => {
  const { dir } = made();
  const ignored = readFileSync(join(dir, '.dockerignore'), 'utf8').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['/kubernetes/', '/image-digests.json']));
});

test('an image is named by the digest that was published last', () => {
  const { container, dir } = made({}, {}, { 'image-digests.json': JSON.stringify({ app: DIGEST }) });
  expect(container().image).toBe(`ghcr.io/acme/app@${DIGEST}`);
  expect(container()).not.toHaveProperty('imagePullPolicy');
  // the file stays the user's
  expect(readFileSync(join(dir, 'image-digests.json'), 'utf8')).toBe(JSON.stringify({ app: DIGEST }));
});

test.each<[string, KubernetesManifestsOptions | undefined, string | undefined, RegExp]>([
  ['no image', { images: ['web'] }, undefined, /images has "web", and there is no such image\. Name some of app;/],
  ['none of them', { images: [] }, undefined, /images is an empty list\. Name some of app;/],
  ['a quantity', { memory: '128 MB' }, undefined, /memory is "128 MB", which is no quantity of bytes\. .* "128Mi"/],
  ['bytes alone', { memory: '64' }, undefined, /memory is "64", which is 64 bytes: too little/],
  ['thousandths of a byte', { memory: '100m' }, undefined, /memory is "100m", which is no quantity of bytes/],
  ['kilobytes', { storage: '512k' }, undefined, /storage is "512k", which is 512000 bytes: too little/],
  ['no time', { cpu: '0' }, undefined, /cpu is "0", which is none/],
  ['none of a thousand', { cpu: '0m' }, undefined, /cpu is "0m", which is none/],
  ['bytes of a processor', { cpu: '1Gi' }, undefined, /cpu is "1Gi", which is no quantity of processors\. .* "100m"/],
  ['finer than Kubernetes', { cpu: '0.0001' }, undefined, /cpu is "0\.0001", which is no quantity of processors/],
  ['a hundred of them', { cpu: '100' }, undefined, /cpu is "100", which is 100 whole processors, or "100000m"/],
  ['a namespace', { namespace: 'Shop' }, undefined, /namespace is "Shop"/],
  ['a folder elsewhere', { directory: '../k8s' }, undefined, /directory is "\.\.\/k8s"/],
  ['the project itself', { directory: '.' }, undefined, /directory is "\."/],
  [
    'that of the scripts',
    { directory: 'docker' },
    undefined,
    /directory is "docker", where docker\/verify-image\.sh is/,
  ],
  [
    'that of sources',
    { directory: './src/' },
    undefined,
    /where src\/main\.rs is, and no build sees that folder\. Name/,
  ],
  ['that of workflows', { directory: '.github/workflows' }, undefined, /where \.github\/workflows\/image\.yml is/],
  ['that of the record', { directory: '.projen' }, undefined, /where \.projen\/muslrust-chef\.json is/],
  [
    'digests elsewhere',
    { digests: '../../etc/passwd' },
    undefined,
    /digests is "\.\.\/\.\.\/etc\/passwd"\. Name a file in/,
  ],
  ['digests of a machine', { digests: '/etc/passwd' }, undefined, /digests is "\/etc\/passwd"/],
  ['another image', undefined, `{"api": "${DIGEST}"}`, /image-digests\.json: there is no image "api"\. There are app;/],
  ['a tag', undefined, '{"app": "main"}', /"main", of app, is no digest/],
  ['a list', undefined, '[]', /image-digests\.json: this is no JSON object/],
  ['half a file', undefined, '{"app": ', /image-digests\.json: this is no JSON object/],
])('%s is refused', (_, options, digests, message) => {
  expect(() => made({}, options, digests === undefined ? {} : { 'image-digests.json': digests })).toThrow(message);
});

test.each<KubernetesManifestsOptions>([
  { memory: '1Mi' },
  { memory: '0.5Gi', storage: '2T' },
  { memory: '67108864' },
  { cpu: '0.5' },
  { cpu: '2' },
  { cpu: '128000m' },
  { directory: 'docker/k8s' },
  { directory: '.k8s' },
  { digests: 'deploy/digests.json' },
])('%j is taken', (options) => {
  expect(() => made({}, options)).not.toThrow();
});

test('a folder that is in an image is not that of the manifests', () => {
  expect(() => made({ files: { 'deploy/': '/etc/app' } }, { directory: 'deploy' }, { 'deploy/app.toml': '' })).toThrow(
    /directory is "deploy", where deploy is/,
  );
});

test('digests that are there and can not be read are not taken for none', () => {
  expect(() => made({}, {}, { 'image-digests.json/app': DIGEST })).toThrow('image-digests.json is a folder');
});

test('an image whose place the run decides on is refused', () => {
  expect(() => made({}, {}, {}, { imageRepository: undefined })).toThrow(/Say `imageRepository`/);
});

test('a path that Kubernetes does not mount is refused', () => {
  expect(() => made({ volumes: ['/a:b'] })).toThrow(/image "app" has "\/a:b" in `volumes`/);
});

test('two images of one name in Kubernetes are refused', () => {
  const images = ['a_b', 'a-b'].map((name) => ({ binary: 'app', name }));
  expect(() => made({}, {}, {}, { images })).toThrow(/two images would be called a-b there/);
});

test('a manifest that somebody wrote by hand stays', () => {
  const path = 'kubernetes/app/deployment.yaml';
  const dir = writeTree(tempDir(), { ...CRATE, [path]: 'mine: true\n' });
  const project = new Project({ name: 'app', outdir: dir });
  new KubernetesManifests(new MuslRustChef(project, { imageRepository: 'ghcr.io/acme/app' }));
  expect(() => synthesise(project)).toThrow(path);
  expect(readFileSync(join(dir, path), 'utf8')).toBe('mine: true\n');
});
