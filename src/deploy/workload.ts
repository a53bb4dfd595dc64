import { KubernetesManifestsOptions } from './kubernetes-options';
import { probesOf } from './probes';
import { volumeName } from './volume-name';
import { Image } from '../image/image';
import { UserError } from '../messages/user-error';

type Resources = Required<Pick<KubernetesManifestsOptions, 'memory' | 'cpu' | 'storage'>>;

/** An object of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly [field: string]: unknown;
}

/** The user of all images. */
const USER = 65532;

/** An image as it runs in Kubernetes, by the restricted standard: not root, nothing to write to but what is mounted. */
export class Workload {
  /** As Kubernetes takes it: a label of a host name. */
  public readonly name: string;

  constructor(
    public readonly image: Image,
    private readonly version: { readonly digest: string } | { readonly tag: string },
    private readonly resources: Resources,
  ) {
    this.name = labelOf(image.name);
    if (this.name === '') {
      throw new UserError(
        `KubernetesManifests: nothing of the name of image ${JSON.stringify(image.name)} can be in a name of Kubernetes. Give it another \`name\`.`,
      );
    }
    const path = image.volumes.find((volume) => volume.includes(':'));
    if (path !== undefined) {
      throw new UserError(
        `KubernetesManifests: ${image.where} has ${JSON.stringify(path)} in \`volumes\`, and Kubernetes mounts nothing where a colon is. Give it another path.`,
      );
    }
  }

  /** All of it, by the names of their files. */
  public get manifests(): Record<string, Manifest> {
    return {
      'deployment.yaml': this.deployment,
      ...(this.image.ports.length > 0 ? { 'service.yaml': this.service } : {}),
      ...Object.fromEntries(this.claims.map((claim) => [`${claim.metadata.name}.yaml`, claim])),
    };
  }

  /** What is mounted, beside `/tmp`. */
  private get mounts() {
    return this.image.volumes.map((mountPath) => ({ name: volumeName(this.name, mountPath), mountPath }));
  }

  private get labels(): Record<string, string> {
    return { 'app.kubernetes.io/name': this.name };
  }

  private get deployment(): Manifest {
    const { mounts } = this;
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: this.name, labels: this.labels },
      spec: {
        replicas: 1,
        // a volume is mounted by one node at a time
        ...(mounts.length > 0 ? { strategy: { type: 'Recreate' } } : {}),
        selector: { matchLabels: this.labels },
        template: {
          metadata: { labels: this.labels },
          spec: {
            automountServiceAccountToken: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: USER,
              runAsGroup: USER,
              fsGroup: USER,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [this.container],
            volumes: [
              ...this.temporary,
              ...mounts.map(({ name }) => ({ name, persistentVolumeClaim: { claimName: name } })),
            ],
          },
        },
      },
    };
  }

  /** What is mounted at `/tmp`, unless a volume of the image is. */
  private get temporary() {
    return this.image.volumes.includes('/tmp') ? [] : [{ name: 'tmp', emptyDir: {} }];
  }

  private get imageFields() {
    const { name } = this.image.repository;
    return 'digest' in this.version
      ? { image: `${name}@${this.version.digest}` }
      : // what is behind a tag changes: a node that has an older one would start that
        { image: `${name}:${this.version.tag}`, imagePullPolicy: 'Always' };
  }

  private get container() {
    const { ports } = this.image;
    return {
      name: this.name,
      ...this.imageFields,
      ...(ports.length > 0 ? { ports: ports.map((containerPort) => ({ containerPort })) } : {}),
      ...probesOf(this.image),
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: {
        requests: { cpu: this.resources.cpu, memory: this.resources.memory },
        limits: { memory: this.resources.memory },
      },
      volumeMounts: [...this.temporary.map(({ name }) => ({ name, mountPath: '/tmp' })), ...this.mounts],
    };
  }

  private get service(): Manifest {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: this.name, labels: this.labels },
      spec: {
        selector: this.labels,
        ports: this.image.ports.map((port) => ({ name: `port-${port}`, port, targetPort: port })),
      },
    };
  }

  private get claims(): Manifest[] {
    return this.mounts.map(({ name }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, labels: this.labels },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: this.resources.storage } } },
    }));
  }
}

/** A name in the 63 characters of a DNS label. (RFC 1123) */
function labelOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^[^a-z]+|-+$/g, '');
}
