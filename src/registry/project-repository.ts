import { relative } from 'node:path';
import { Project } from 'projen';
import { ContainerRegistry } from './container-registry';
import { assertPath, ImageRepository, parseReference } from './image-repository';
import { asComponent, faultOfPath } from './reference';
import { folderInRepository } from '../git/folder-in-repository';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';

/** Stand for what is known when the workflow runs. */
export const OWNER = '<owner>';
export const REPOSITORY = '<repository>';

/** The part of a path below which nothing is but what this package needs itself: no image is called so. */
export const RESERVED = 'muslrust-chef';

export interface ProjectRepositoryOptions {
  readonly registry?: ContainerRegistry;
  readonly imageRepository?: string;
  /** The registries that other options name. */
  readonly registries?: ContainerRegistry[];
}

/**
 * Where the images of a project are: the one place that decides what they are called.
 *
 * `<registry>/<owner>/<repository>/<folder of the project>/<image>`; an image with the project's own name has no part
 * of its own. Nothing in it depends on which other images there are.
 */
export class ProjectRepository {
  public readonly registry: ContainerRegistry;

  /** The whole of it, unless the run knows more. */
  public readonly literal?: string;

  /** What local images are called: the default of the bake variable `REPOSITORY`. */
  public readonly local: string;

  /** The path in the registry, with `<owner>` and `<repository>` for what is not known. */
  private readonly path: string;
  private readonly folder: string[];

  constructor(
    private readonly project: Project,
    private readonly options: ProjectRepositoryOptions,
  ) {
    const { registry, imageRepository, registries = [] } = options;
    const broken = [project, project.root].find(({ name }) => /\p{Cc}/u.test(name));
    if (broken) {
      throw new UserError(
        `name: the project is called ${JSON.stringify(broken.name)}, and neither a Dockerfile nor a task can hold that. Choose a name of one line.`,
      );
    }
    if (imageRepository !== undefined) {
      const { host, path } = parseReference('imageRepository', imageRepository);
      if (registry && registry.host !== host) {
        throw new UserError(
          `imageRepository: ${JSON.stringify(imageRepository)} is on ${host}, but \`registry\` is ${registry.host}. ` +
            `Write "${registry.host}/…", or leave one of the two out.`,
        );
      }
      this.registry = registry ?? registries.find((named) => named.host === host) ?? ContainerRegistry._ofHost(host);
      assertPath('imageRepository', imageRepository, this.registry, path);
      this.path = path;
      this.literal = `${host}/${path}`;
      this.folder = [];
    } else {
      this.registry = registry ?? ContainerRegistry.gitHub();
      this.folder = folderParts(folderInRepository(project));
      const { _prefix, _namespace = OWNER, _separator } = this.registry;
      const inGitHub = [...(_prefix ? [_prefix] : []), _namespace, REPOSITORY].join('/');
      this.path = [inGitHub, ...this.folder].join(_separator);
    }
    this.local = [localName(project.root), ...folderParts(relative(project.root.outdir, project.outdir))].join('/');
  }

  /** The whole of it, with `<owner>` and `<repository>` for what is not known. */
  public get name(): string {
    return `${this.registry.host}/${this.path}`;
  }

  /** Bash that tells later steps what `REPOSITORY` is; none where it is known. */
  public get script(): string | undefined {
    if (this.literal) {
      return undefined;
    }
    this.assertNamesOfFolders();
    this.assertNameOfGitHub();
    const { host, _prefix, _namespace, _separator } = this.registry;
    const repository = _namespace ? `${_namespace}/\${name#*/}` : '${GITHUB_REPOSITORY,,}';
    const value = [[host, ...(_prefix ? [_prefix] : []), repository].join('/'), ...this.folder].join(_separator);
    return [
      "# image names are lower case; the repository's need not be",
      ...(_namespace ? ['name=${GITHUB_REPOSITORY,,}'] : []),
      `echo "REPOSITORY=${value}" >> "$GITHUB_ENV"`,
    ].join('\n');
  }

  /** Whether an image bears the project's name. */
  public isOwnName(name: string): boolean {
    return asComponent(name) === ownName(this.project);
  }

  /** The repository of an image, by the image's name. */
  public image(name: string): ImageRepository {
    const repository = this.below(...(this.isOwnName(name) ? [] : [name]));
    // what stands for the owner and the repository may be of any length, and has characters that no path has
    const fault = this.registry._faultOf(repository.path.replace(OWNER, 'o').replace(REPOSITORY, 'r'));
    if (fault) {
      throw new UserError(
        `image ${JSON.stringify(name)}: ${repository.name} is not a repository of images: ${fault}. ` +
          'Give it another `name`, or say by `repository` where it is.',
      );
    }
    return repository;
  }

  /** The repository of the builder image; where one is said outright it is that. */
  public get builderImage(): ImageRepository {
    return this.literal ? this.below() : this.image(RESERVED);
  }

  /** What stands on a machine for what the builder image is behind: never for the project's own images. */
  public get localOfBuilder(): string {
    return this.literal ? `${this.local}/${RESERVED}` : this.local;
  }

  /**
   * The repository of what was compiled.
   *
   * @param said what the option `seedRepository` says
   */
  public seed(said: string | undefined): ImageRepository {
    return said === undefined
      ? this.below(RESERVED, 'seed')
      : ImageRepository.parse('seedRepository', said, this.options.registries ?? []);
  }

  /** What stands for a folder here does on this machine, but it is no name to publish by. */
  private assertNamesOfFolders(): void {
    const nameless = foldersOf(folderInRepository(this.project)).find((folder) => asComponent(folder) === '');
    if (nameless !== undefined) {
      throw new UserError(
        `${JSON.stringify(nameless)}: nothing of the name of this folder can be in the name of an image. ` +
          'Rename it, or say by `imageRepository` where its images are, e.g. "ghcr.io/acme/app".',
      );
    }
  }

  /**
   * GitHub takes names that no image can have, `.github` among them: what the run will make of it, if this clone knows. A
   * fork may have such a name, and its `origin` publishes nothing: one good name among the remotes is enough.
   */
  private assertNameOfGitHub(): void {
    const { origin, gitHubNames } = GitRepository.of(this.project);
    const faultOf = (name: string) => {
      const [owner, repository] = name.toLowerCase().split('/');
      return this.registry._faultOf(this.path.replace(OWNER, owner).replace(REPOSITORY, repository));
    };
    const fault = origin && faultOf(origin);
    if (fault && gitHubNames.every(faultOf)) {
      const example = [this.registry.host, this.registry._prefix, 'acme/app'].filter((part) => part).join('/');
      throw new UserError(
        `${JSON.stringify(origin)}: the name of this GitHub repository can't be in the name of an image: ${fault}. ` +
          `Say by \`imageRepository\` where its images are, e.g. "${example}".`,
      );
    }
  }

  private below(...parts: string[]): ImageRepository {
    const { _separator } = this.registry;
    const suffix = parts.map((part) => _separator + part).join('');
    return new ImageRepository(this.registry, this.path + suffix, suffix);
  }
}

/** The project's name, as an image would be called by it. */
function ownName(project: Project): string {
  return asComponent(project.name.replace(/^@[^/]*\//, ''));
}

/** The names on a path. */
function foldersOf(path: string): string[] {
  return path.split(/[\\/]/).filter((folder) => folder !== '');
}

/** A folder as parts of a path; for a name of which nothing can be there stand the codes of its characters. */
function folderParts(path: string): string[] {
  const codes = (folder: string) => [...folder].map((character) => character.codePointAt(0)!.toString(16)).join('-');
  return foldersOf(path).map((folder) => asComponent(folder) || codes(folder));
}

/** What local images of a project are called; a scope stays. */
function localName(project: Project): string {
  const parts = project.name.replace(/^@/, '').split('/').map(asComponent);
  const name = parts.filter((part) => part !== '').join('/');
  return faultOfPath(name) ? 'app' : name;
}
