import { ContainerRegistry } from './container-registry';
import { faultOfHost, parseRepository, Repository } from './reference';
import { UserError } from '../messages/user-error';

/**
 * The repository of one image: where in a registry it is.
 *
 * Most are known in part only, since the owner and the name of the GitHub repository are those of the run. What is
 * known stands behind a variable then, in which the workflow and the bake file have the rest.
 */
export class ImageRepository {
  /**
   * One that is said outright.
   *
   * @param where what messages call the option
   * @param registries those that the options name, for its host
   */
  public static parse(where: string, text: string, registries: ContainerRegistry[]): ImageRepository {
    const { host, path } = parseReference(where, text);
    const registry = registries.find((named) => named.host === host) ?? ContainerRegistry._ofHost(host);
    assertPath(where, text, registry, path);
    return new ImageRepository(registry, path);
  }

  /**
   * @param path in the registry, with `<owner>` and `<repository>` for what is not known
   * @param suffix what follows the variable; none where all is known
   */
  public constructor(
    public readonly registry: ContainerRegistry,
    public readonly path: string,
    private readonly suffix?: string,
  ) {}

  /** The whole of it, with `<owner>` and `<repository>` for what is not known. */
  public get name(): string {
    return `${this.registry.host}/${this.path}`;
  }

  /** Whether it is known where no variable is. */
  public get isWhole(): boolean {
    return this.suffix === undefined;
  }

  /**
   * As it is written where a variable holds what is not known.
   *
   * @param variable as a shell, an expression or the bake file writes it, e.g. `$REPOSITORY`
   */
  public behind(variable: string): string {
    return this.suffix === undefined ? this.name : `${variable}${this.suffix}`;
  }
}

/**
 * What an option names, if it begins as a repository does.
 *
 * @param where what messages call the option
 */
export function parseReference(where: string, text: string): Repository {
  refuse(where, text, faultOfHost(text));
  return parseRepository(text);
}

/** Refuses the path of a repository that its registry would not take. */
export function assertPath(where: string, text: string, registry: ContainerRegistry, path: string): void {
  refuse(where, text, registry._faultOf(path));
}

function refuse(where: string, text: string, fault: string | undefined): void {
  if (fault) {
    throw new UserError(
      `${where}: ${JSON.stringify(text)} is not a repository of images: ${fault}. ` +
        'Write registry and path, in lower case, without a scheme and without a tag, e.g. "ghcr.io/acme/app".',
    );
  }
}
