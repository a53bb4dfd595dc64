import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';
import { Pins, PINS } from '../pins';
import { archOf, Platform } from '../platform';

/**
 * A node of a remote builder.
 */
export interface RemoteNode {
  /**
   * Where its buildkitd listens, e.g. `tcp://buildkit-arm64.example.com:1234`.
   */
  readonly endpoint: string;

  /**
   * The platform that it builds.
   *
   * @default - what it says itself
   */
  readonly platform?: Platform;

  /**
   * Options of buildx's remote driver, each value as it is, e.g. `{ servername: 'buildkit' }`.
   *
   * @default {}
   */
  readonly driverOptions?: Record<string, string>;
}

/**
 * A node of a Kubernetes builder: pods that buildx starts.
 */
export interface KubernetesNode {
  /**
   * The platform that it builds; its pods are put on machines of that architecture.
   *
   * @default - that of whatever machine the cluster chooses
   */
  readonly platform?: Platform;

  /**
   * Options of buildx's Kubernetes driver, each value as it is, e.g. `{ namespace: 'ci', nodeselector: 'pool=ci,disk=ssd' }`.
   *
   * @default - the BuildKit that this package pins as `image`; to `nodeselector` the platform's architecture is added
   */
  readonly driverOptions?: Record<string, string>;
}

/**
 * Who builds on a persistent builder.
 */
export interface PersistentBuilderOptions {
  /**
   * Let pull requests build on it too. Their authors then run commands of their choice on it, with its credentials on the
   * runner: only for repositories where you trust all authors.
   *
   * @default false, they build on a builder of their own on GitHub's runner
   */
  readonly pullRequests?: boolean;
}

/** A node as buildx wants it. */
interface BuilderNode {
  readonly endpoint?: string;
  readonly platform?: Platform;
  /** What each `--driver-opt` takes, which is CSV: quoted where the value has a comma or a quote. */
  readonly driverOpts: string[];
}

/**
 * Where BuildKit runs that builds the images.
 */
export class BuildxBuilder {
  /**
   * A container on the machine that builds.
   */
  public static container(): BuildxBuilder {
    return new BuildxBuilder('docker-container', () => [], true);
  }

  /**
   * BuildKit daemons that are already running, e.g. one for each platform.
   *
   * Where they want TLS, the workflow takes the certificates of the n-th node (from 0) from the GitHub secrets
   * `BUILDER_NODE_<n>_AUTH_TLS_CACERT`, `…_CERT` and `…_KEY`.
   *
   * Pull requests do not build there: what they leave on a persistent builder could end up in a published image.
   *
   * @param nodes one for each platform, or one for all
   * @param options who builds there
   */
  public static remote(nodes: RemoteNode[], options: PersistentBuilderOptions = {}): BuildxBuilder {
    [nodes, options] = checked('BuildxBuilder.remote', [nodes, options]);
    const bad = nodes.find(
      ({ endpoint }) => !/^(tcp|unix|ssh|kube-pod|docker-container|podman-container):\/\/[^\s"]+$/.test(endpoint),
    );
    if (bad) {
      throw new UserError(
        `BuildxBuilder.remote: ${JSON.stringify(bad.endpoint)} is not the address of a buildkitd. Write it with its scheme, e.g. "tcp://buildkit.example.com:1234".`,
      );
    }
    proven('remote', nodes);
    return new BuildxBuilder(
      'remote',
      () => nodes.map((node) => ({ ...node, driverOpts: driverOpts(node.driverOptions) })),
      options.pullRequests ?? false,
    );
  }

  /**
   * Pods of a Kubernetes cluster. Needs a kubeconfig that may create deployments in the namespace.
   *
   * In the workflow `stepsBeforeBuild` writes it. Pull requests do not build there: what they leave on a persistent builder
   * could end up in a published image.
   *
   * The deployments are called `muslrust-chef0`, `muslrust-chef1` and so on, by node, and stay when a run is over. All
   * projects of one namespace share them, and the first one's options hold: give projects with other nodes another
   * `namespace`, and after a change of options remove the deployments (`docker buildx rm muslrust-chef`).
   *
   * @param nodes one for each platform, or one for all
   * @param options who builds there
   */
  public static kubernetes(nodes: KubernetesNode[], options: PersistentBuilderOptions = {}): BuildxBuilder {
    [nodes, options] = checked('BuildxBuilder.kubernetes', [nodes, options]);
    proven('kubernetes', nodes);
    return new BuildxBuilder(
      'kubernetes',
      (pins) =>
        nodes.map(({ platform, driverOptions }) => ({
          platform,
          driverOpts: driverOpts(podOptions(pins, platform, driverOptions)),
        })),
      options.pullRequests ?? false,
    );
  }

  /** @internal What buildx calls it, wherever it has to be found again. */
  public readonly _name = 'muslrust-chef';

  /** @internal None where the machine's own container is used. */
  public readonly _nodes: BuilderNode[];

  private constructor(
    /** @internal buildx's name of the driver. */
    public readonly _driver: string,
    private readonly nodes: (pins: Pins) => BuilderNode[],
    /** @internal Whether pull requests build there too. */
    public readonly _isForPullRequests: boolean,
    pins: Pins = PINS,
  ) {
    assertMadeByStatics('BuildxBuilder', typeof nodes === 'function');
    this._nodes = nodes(pins);
  }

  /** @internal The same, by the pins that hold in a repository. */
  public _pinnedBy(pins: Pins): BuildxBuilder {
    return new BuildxBuilder(this._driver, this.nodes, this._isForPullRequests, pins);
  }

  /** @internal Whether it outlives the machine that builds. */
  public get _isPersistent(): boolean {
    return this._nodes.length > 0;
  }

  /** @internal Refuses platforms that no node is for, where each of them compiles for its own. */
  public _assertBuilds(platforms: Platform[]): void {
    const ofNodes = this._nodes.map(({ platform }) => platform);
    const missing = platforms.filter((platform) => !ofNodes.includes(platform));
    // a node of which nothing is said may be for any
    if (this._isPersistent && !ofNodes.includes(undefined) && missing.length > 0) {
      throw new UserError(
        `buildxBuilder: no node is for ${missing.join(' and ')}, which \`platforms\` has. ` +
          'Name a node for it, leave the platform out, or use BuildStrategy.CROSS.',
      );
    }
  }
}

function proven(kind: string, nodes: KubernetesNode[]): void {
  if (nodes.length === 0) {
    throw new UserError(`BuildxBuilder.${kind}: the list of nodes is empty. Name at least one.`);
  }
  for (const [key, value] of nodes.flatMap(({ driverOptions = {} }) => Object.entries(driverOptions))) {
    if (!/^[\w.-]+$/.test(key) || /[\r\n]|\$\{\{/.test(value)) {
      throw new UserError(
        `BuildxBuilder.${kind}: driverOptions has ${JSON.stringify(`${key}=${value}`)}, which is not an option. Give the option's name, and a value of one line without an expression of GitHub's.`,
      );
    }
  }
}

/** What buildx would choose otherwise (v0.38.2, driver/kubernetes/factory.go, `processDriverOpts`). */
function podOptions(
  { buildkit }: Pins,
  platform: Platform | undefined,
  options: Record<string, string> = {},
): Record<string, string> {
  const { nodeselector, rootless = '' } = options;
  const isRootless = /^(1|t|true)$/i.test(rootless);
  const selectors = [
    ...(platform ? [`kubernetes.io/arch=${archOf(platform)}`] : []),
    // buildx takes quotes round the whole value off
    ...(nodeselector ? [nodeselector.replace(/^"+|"+$/g, '')] : []),
  ];
  return {
    image: `moby/buildkit:${buildkit}${isRootless ? '-rootless' : ''}`,
    ...options,
    ...(selectors.length > 0 ? { nodeselector: selectors.join(',') } : {}),
  };
}

function driverOpts(options: Record<string, string> = {}): string[] {
  return Object.entries(options)
    .map((option) => option.join('='))
    .map((field) => (/[",]|\s$/.test(field) ? `"${field.replace(/"/g, '""')}"` : field));
}
