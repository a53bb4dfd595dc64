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
    readinessProbe: { httpGet: { path: '/healthz', port: 8080 } },
    livenessProbe: { httpGet: { path: '/healthz', port: 8080 } },
  });
  const { spec } = read('kubernetes/app/deployment.yaml');
  expect(spec.strategy).toEqual({ type: 'Recreate' });
  // what is mounted is there, and what selects finds it
  const names = (all: { name: string }[]) => all.map(({ name }) => name);
  expect(names(spec.template.spec.volumes)).toEqual(names(container().volumeMounts));
  expect(spec.template.spec.volumes[1].persistentVolumeClaim.claimName).toBe(
    read('kubernetes/app/volume-1.yaml').metadata.name,
  );
  const service = read('kubernetes/app/service.yaml').spec;
  expect(service.selector).toEqual(spec.template.metadata.labels);
  expect(service.ports).toEqual([{ name: 'port-8080', port: 8080, targetPort: 8080 }]);
  expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
});

test('a health check is a probe where nothing answers over HTTP', () => {
  const { container } = made({ healthcheck: { args: ['health'] } });
  expect(container().readinessProbe).toEqual({ exec: { command: ['/usr/local/bin/app', 'health'] } });
});

test('arguments of a probe are what they say', () => {
  const { container } = made({ healthcheck: { args: ['$(HOME)', '$$'] } });
  // https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/: "$$" is "$"
  expect(container().livenessProbe.exec.command.slice(1)).toEqual(['$$(HOME)', '$$$$']);
});

test('a volume at /tmp is the only one that is mounted there', () => {
  const { read, container } = made({ volumes: ['/tmp'] });
  expect(container().volumeMounts).toEqual([{ name: 'volume-1', mountPath: '/tmp' }]);
  expect(read('kubernetes/app/deployment.yaml').spec.template.spec.volumes).toHaveLength(1);
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
  ['a quantity', { memory: '128 MB' }, undefined, /memory is "128 MB", which is no quantity/],
  ['none of it', { cpu: '0' }, undefined, /cpu is "0"/],
  ['a namespace', { namespace: 'Shop' }, undefined, /namespace is "Shop"/],
  ['a folder elsewhere', { directory: '../k8s' }, undefined, /directory is "\.\.\/k8s"/],
  ['the project itself', { directory: '.' }, undefined, /directory is "\."/],
  ['another image', undefined, `{"api": "${DIGEST}"}`, /image-digests\.json: there is no image "api"\. There are app;/],
  ['a tag', undefined, '{"app": "main"}', /"main", of app, is no digest/],
  ['a list', undefined, '[]', /image-digests\.json: this is no JSON object/],
  ['half a file', undefined, '{"app": ', /image-digests\.json: this is no JSON object/],
])('%s is refused', (_, options, digests, message) => {
  expect(() => made({}, options, digests === undefined ? {} : { 'image-digests.json': digests })).toThrow(message);
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
