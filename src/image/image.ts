import { bakeTargetOf } from './bake-targets';
import { BinaryChoice, chooseBinaries } from './chosen-binaries';
import { HealthcheckOptions } from './healthcheck-options';
import { ImageFile } from './image-file';
import { ImageDefaults, ImageOptions } from './image-options';
import { ImagePlaces } from './image-places';
import { ImageRecord } from './image-record';
import { assertValidSettings } from './image-settings';
import { assertValidImage } from './image-validation';
import { qualifiedFeature } from './qualified-feature';
import { RuntimeBase } from './runtime-base';
import { CargoBinary, CargoWorkspace } from '../cargo/workspace';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { ContainerRegistry } from '../registry/container-registry';
import { ImageRepository } from '../registry/image-repository';
import { ProjectRepository } from '../registry/project-repository';
import { shellQuote } from '../syntax/shell-quote';

/**
 * Which images are asked for.
 */
export interface ImagesRequest extends BinaryChoice {
  readonly images?: ImageOptions[];
  /** What holds for each, unless it says otherwise. */
  readonly imageDefaults?: ImageDefaults;
  /** Where the images of the project are. */
  readonly repository: ProjectRepository;
  /** The registries that options name. */
  readonly registries: ContainerRegistry[];
  /** What they are put on. */
  readonly runtimeBase: RuntimeBase;
}

interface Asked {
  readonly binary: CargoBinary;
  readonly options: ImageOptions;
}

/**
 * One image to be built.
 */
export class Image {
  /**
   * The images that are asked for; where none are, one for each binary that builds with the features that are on.
   */
  public static resolve(workspace: CargoWorkspace, request: ImagesRequest): { images: Image[]; skipped: Warning[] } {
    if (request.images?.length === 0) {
      throw new UserError(
        'images: the list is empty. Name at least one binary, or leave the option out to get an image for each.',
      );
    }
    const { chosen, skipped } = request.images ? { chosen: [], skipped: [] } : chooseBinaries(workspace, request);
    const asked: Asked[] = request.images
      ? request.images.map((options) => ({ binary: binaryNamed(options.binary, workspace), options }))
      : chosen.map((binary) => ({ binary, options: { binary: binary.name } }));
    const images = asked.map(({ binary, options }) => {
      const isAlone = asked.filter((other) => other.binary === binary).length === 1;
      const where = isAlone ? called(binary.name) : `${called(binary.name)}, named ${JSON.stringify(nameOf(options))}`;
      return new Image(where, workspace, binary, withDefaults(options, request.imageDefaults ?? {}), request);
    });
    workspace.assertNamesAreUnique(binariesOf(images));
    assertUnique(images);
    return { images, skipped };
  }

  public readonly name: string;
  /** Package-qualified features, as one cargo call for several packages wants them. */
  public readonly features: string[];
  public readonly args: string[];
  public readonly env: Record<string, string>;
  public readonly ports: number[];
  public readonly smokeTest: string[];
  public readonly smokeTestPath?: string;
  public readonly labels: Record<string, string>;
  /** What of the project is in it. */
  public readonly files: ImageFile[];
  public readonly workdir?: string;
  public readonly volumes: string[];
  public readonly stopSignal?: string;
  public readonly healthcheck?: HealthcheckOptions;
  /** The stage of the Dockerfile; prefixed, since an image may well be named `builder`. */
  public readonly stage: string;
  /** Where the executable is in the image. */
  public readonly executable: string;
  /** Its target in the bake file, whose names hold no dot. */
  public readonly bakeTarget: string;
  public readonly repository: ImageRepository;
  /** Whether its options say where it is. */
  public readonly isPlaced: boolean;
  /** What is where in it; its files are added as soon as all of them are known. */
  public readonly places: ImagePlaces;

  private constructor(
    /** What messages call it. */
    public readonly where: string,
    workspace: CargoWorkspace,
    public readonly binary: CargoBinary,
    options: ImageOptions,
    request: ImagesRequest,
  ) {
    this.name = nameOf(options);
    const qualified = (said: string, features: string[]) =>
      features.map((feature) => qualifiedFeature(`${where}: ${said} has`, binary, feature, workspace.packages));
    this.features = [
      ...qualified('`required-features` of its [[bin]]', binary.requiredFeatures),
      ...qualified('features', options.features ?? []),
    ];
    this.args = options.args ?? [];
    this.env = options.env ?? {};
    this.ports = options.ports ?? [];
    this.smokeTest = options.smokeTest ?? [];
    this.smokeTestPath = options.smokeTestPath;
    this.files = Object.entries(options.files ?? {}).map(([source, target]) => new ImageFile(where, source, target));
    this.labels = { ...manifestLabels(this.name, binary), ...options.labels };
    this.stage = `image-${this.name}`;
    this.bakeTarget = bakeTargetOf(this.name);
    this.executable = `/usr/local/bin/${binary.name}`;

    this.workdir = options.workdir && withoutSlash(options.workdir);
    this.volumes = [...new Set((options.volumes ?? []).map(withoutSlash))];
    this.stopSignal = options.stopSignal;
    this.healthcheck = options.healthcheck;

    assertValidImage(where, this);
    assertValidSettings(where, this);
    this.places = new ImagePlaces(this, request.runtimeBase._contents);
    this.isPlaced = options.repository !== undefined;
    this.repository =
      options.repository === undefined
        ? request.repository.image(this.name)
        : ImageRepository.parse(`${where}: repository`, options.repository, request.registries);
  }

  /** As it is told to whoever deploys it. */
  public get record(): ImageRecord {
    const { name, repository, bakeTarget, binary } = this;
    return { name, reference: repository.name, target: bakeTarget, binary: binary.name };
  }

  /** The command that verifies a finished image: options and its reference, quoted for the shell already. */
  public verifyCommand(image: string[]): string {
    return [
      // by its interpreter: a commit made on Windows has no modes
      'sh docker/verify-image.sh',
      ...(this.smokeTestPath === undefined ? [] : ['--http', shellQuote(`${this.ports[0]}${this.smokeTestPath}`)]),
      ...image,
      this.executable,
      ...this.smokeTest.map(shellQuote),
    ].join(' ');
  }
}

function called(binary: string): string {
  return `image ${JSON.stringify(binary)}`;
}

function binaryNamed(name: string, workspace: CargoWorkspace): CargoBinary {
  const [binary, ...others] = workspace.binaries.filter((candidate) => candidate.name === name);
  if (!binary) {
    throw new UserError(
      `${called(name)}: the workspace has no binary of that name. It has: ${workspace.binaries.map((b) => b.name).join(', ')}.`,
    );
  }
  workspace.assertNamesAreUnique([binary, ...others]);
  return binary;
}

/** Of maps each key by itself, anything else as a whole. */
function withDefaults(image: ImageOptions, defaults: ImageDefaults): ImageOptions {
  return {
    ...defaults,
    ...image,
    env: { ...defaults.env, ...image.env },
    labels: { ...defaults.labels, ...image.labels },
    files: { ...defaults.files, ...image.files },
  };
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

function nameOf({ name, binary }: ImageOptions): string {
  return name ?? binary.toLowerCase();
}

/** What is compiled for images, once for all that hold it. */
export function binariesOf(images: Image[]): CargoBinary[] {
  return [...new Set(images.map(({ binary }) => binary))];
}

function assertUnique(images: Image[]) {
  for (const [index, { binary, name, features }] of images.entries()) {
    const before = images.slice(0, index);
    if (before.some((other) => other.name === name)) {
      throw new UserError(
        `images: two images are named ${JSON.stringify(name)}. Give one of them a \`name\` of its own.`,
      );
    }
    const twin = before.find((other) => other.binary === binary);
    if (twin && !isSameSet(twin.features, features)) {
      throw new UserError(
        `images: ${JSON.stringify(twin.name)} and ${JSON.stringify(name)} hold the binary ${JSON.stringify(binary.name)} with different \`features\`, ` +
          'but it is compiled once. List the same features for both.',
      );
    }
  }
}

function isSameSet(a: string[], b: string[]): boolean {
  return a.every((each) => b.includes(each)) && b.every((each) => a.includes(each));
}

function manifestLabels(name: string, binary: CargoBinary): Record<string, string> {
  const { description, license, repository } = binary.package;
  const labels: Record<string, string> = { 'org.opencontainers.image.title': name };
  // a description may run over several lines; a label can't
  if (description) {
    labels['org.opencontainers.image.description'] = description.trim().replace(/\s+/g, ' ');
  }
  if (license) {
    labels['org.opencontainers.image.licenses'] = license;
  }
  if (repository) {
    // GHCR links the package to the repository by this one
    labels['org.opencontainers.image.source'] = repository;
  }
  return labels;
}
