import { bakeTargetOf } from './bake-targets';
import { BinaryChoice, chooseBinaries } from './chosen-binaries';
import { ImageOptions } from './image-options';
import { assertValidImage } from './image-validation';
import { CargoBinary, CargoPackage, CargoWorkspace } from '../cargo/workspace';
import { ContainerRegistry } from '../registry/container-registry';
import { ImageRepository } from '../registry/image-repository';
import { ProjectRepository } from '../registry/project-repository';
import { shellQuote } from '../syntax/shell-quote';
import { UserError } from '../user-error';
import { Warning } from '../warnings/warnings';

/**
 * Which images are asked for.
 */
export interface ImagesRequest extends BinaryChoice {
  readonly images?: ImageOptions[];
  /** Where the images of the project are. */
  readonly repository: ProjectRepository;
  /** The registries that options name. */
  readonly registries: ContainerRegistry[];
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
    const images = request.images
      ? request.images.map((image) => new Image(workspace, binaryNamed(image.binary, workspace), image, request))
      : chosen.map((binary) => new Image(workspace, binary, { binary: binary.name }, request));
    workspace.assertNamesAreUnique(images.map(({ binary }) => binary));
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
  /** The stage of the Dockerfile; prefixed, since an image may well be named `builder`. */
  public readonly stage: string;
  /** Where the executable is in the image. */
  public readonly executable: string;
  /** Its target in the bake file, whose names hold no dot. */
  public readonly bakeTarget: string;
  public readonly repository: ImageRepository;

  private constructor(
    workspace: CargoWorkspace,
    public readonly binary: CargoBinary,
    options: ImageOptions,
    request: ImagesRequest,
  ) {
    const where = nameOf(options.binary);
    this.name = options.name ?? binary.name.toLowerCase();
    this.features = [...binary.requiredFeatures, ...(options.features ?? [])].map((feature) =>
      qualify(where, binary, feature, workspace.packages),
    );
    this.args = options.args ?? [];
    this.env = options.env ?? {};
    this.ports = options.ports ?? [];
    this.smokeTest = options.smokeTest ?? [];
    this.smokeTestPath = options.smokeTestPath;
    this.labels = { ...manifestLabels(binary), ...options.labels };
    this.stage = `image-${this.name}`;
    this.bakeTarget = bakeTargetOf(this.name);
    this.executable = `/usr/local/bin/${binary.name}`;

    assertValidImage(where, this);
    this.repository =
      options.repository === undefined
        ? request.repository.image(this.name)
        : ImageRepository.parse(`${where}: repository`, options.repository, request.registries);
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

function nameOf(binary: string): string {
  return `image ${JSON.stringify(binary)}`;
}

function binaryNamed(name: string, workspace: CargoWorkspace): CargoBinary {
  const [binary, ...others] = workspace.binaries.filter((candidate) => candidate.name === name);
  if (!binary) {
    throw new UserError(
      `${nameOf(name)}: the workspace has no binary of that name. It has: ${workspace.binaries.map((b) => b.name).join(', ')}.`,
    );
  }
  workspace.assertNamesAreUnique([binary, ...others]);
  return binary;
}

function assertUnique(images: Image[]) {
  const binaries = new Set<CargoBinary>();
  const names = new Set<string>();
  for (const { binary, name } of images) {
    if (binaries.has(binary)) {
      throw new UserError(
        `images: binary ${JSON.stringify(binary.name)} is listed twice. One image holds one binary; list it once.`,
      );
    }
    if (names.has(name)) {
      throw new UserError(
        `images: two images are named ${JSON.stringify(name)}. Give one of them a \`name\` of its own.`,
      );
    }
    binaries.add(binary);
    names.add(name);
  }
}

function qualify(where: string, binary: CargoBinary, feature: string, packages: CargoPackage[]): string {
  const name = feature.startsWith(`${binary.package.name}/`) ? feature.slice(binary.package.name.length + 1) : feature;
  if (!/^[\w+.-]+(\??\/[\w+.-]+)?$/.test(name)) {
    throw new UserError(
      `${where}: features has ${JSON.stringify(feature)}, which is no name of a cargo feature. List one feature per entry.`,
    );
  }
  const [of, ofThat] = name.includes('/') ? name.split(/\??\//) : [];
  const member = packages.find((pkg) => pkg.name === of);
  if (of !== undefined && !member && !binary.package.dependencies.some((dependency) => dependency.name === of)) {
    throw new UserError(
      `${where}: features has ${JSON.stringify(feature)}, but "${of}" is no dependency in ${binary.package.manifestPath}, and no package of the workspace.`,
    );
  }
  if (member && !member.hasFeature(ofThat)) {
    throw new UserError(
      `${where}: features has ${JSON.stringify(feature)}, which ${member.manifestPath} does not define. ` +
        `It defines: ${Object.keys(member.features).join(', ') || 'none'}.`,
    );
  }
  if (!name.includes('/') && !binary.package.hasFeature(name)) {
    throw new UserError(
      `${where}: features has ${JSON.stringify(feature)}, which ${binary.package.manifestPath} does not define. ` +
        `It defines: ${Object.keys(binary.package.features).join(', ') || 'none'}.`,
    );
  }
  return name.includes('/') ? name : `${binary.package.name}/${name}`;
}

function manifestLabels(binary: CargoBinary): Record<string, string> {
  const { description, license, repository } = binary.package;
  const labels: Record<string, string> = { 'org.opencontainers.image.title': binary.name };
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
