import { posix } from 'node:path';
import { Component, Project } from 'projen';
import { BuildCache } from './build-cache';
import { ImageRepository } from './image-repository';
import { OWNER, REPOSITORY } from './project-repository';
import { folderInRepository } from '../git/folder-in-repository';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';

interface Claim {
  readonly owner: string;
  /** What several may write there, each under a name of its own. */
  readonly sharedAs?: string;
}

/**
 * What the components of all projects of a tree write to registries and into folders, so that no two write to one place:
 * the later one would win, and nobody would be told.
 */
export class ClaimedReferences extends Component {
  /** Those of the tree that a project is in. */
  public static of(project: Project): ClaimedReferences {
    const { root } = project;
    return (
      root.components.find((component): component is ClaimedReferences => component instanceof ClaimedReferences) ??
      new ClaimedReferences(root)
    );
  }

  private readonly claims = new Map<string, Claim>();
  /** What the run will know, as far as this clone knows it: one may be said outright, the other by the run. */
  private readonly origin = GitRepository.of(this.project).origin;

  private constructor(root: Project) {
    super(root, 'muslrust-chef-claimed-references');
  }

  /**
   * @param reference a repository, or whatever else can be written to
   * @param owner what messages call it: what it is, of which project, by which option
   * @param way how to give it another place
   * @param sharedAs what several may write there, each under a name of its own; nothing for what is written alone
   */
  public claim(reference: string, owner: string, way: string, sharedAs?: string): void {
    const [ownerHere = OWNER, repositoryHere = REPOSITORY] = this.origin?.toLowerCase().split('/') ?? [];
    const place = reference.replace(OWNER, ownerHere).replace(REPOSITORY, repositoryHere);
    const other = this.claims.get(place);
    if (other && (!sharedAs || other.sharedAs !== sharedAs)) {
      throw new UserError(
        `${reference} would be written twice, and the last one would win: by ${other.owner}, and by ${owner}. ` +
          `Give one of them another place: ${way}.`,
      );
    }
    this.claims.set(place, { owner, sharedAs });
  }
}

export interface WrittenReferences {
  readonly images: { readonly name: string; readonly repository: ImageRepository }[];
  /** What stands for the repository of the project on a machine. */
  readonly local: string;
  readonly seed?: ImageRepository;
  readonly cache?: BuildCache;
  /** The folders of its files in the project. */
  readonly folders: string[];
}

const BY_NAME = 'by `name` or `repository` of an image, or by `imageRepository`';

/** On a machine no registry tells two apart. */
const BY_NAME_OR_FOLDER = 'by `name` or `repository` of an image, or by another `outdir` of a project';

/** Claims all that a component writes. */
export function claimReferences(project: Project, component: string, written: WrittenReferences): void {
  const { images, local, seed, cache, folders } = written;
  const claims = ClaimedReferences.of(project);
  const folder = folderInRepository(project);
  const place = `${component} in ${folder === '' ? 'the root folder' : folder}`;
  for (const { name, repository } of images) {
    claims.claim(repository.name, `image "${name}" of ${place}`, BY_NAME);
    if (!repository.isWhole) {
      claims.claim(`local image ${repository.behind(local)}`, `image "${name}" of ${place}`, BY_NAME_OR_FOLDER);
    }
  }
  if (seed) {
    claims.claim(seed.name, `the seed of ${place} (seedRepository)`, 'by `seedRepository`');
  }
  if (cache?._reference) {
    claims.claim(cache._reference, `the cache of ${place} (cache)`, 'in BuildCache.registry(…)', 'cache');
  }
  for (const path of folders) {
    const there = posix.join(folder, path);
    claims.claim(
      `folder ${there}`,
      place,
      'another `outdir` of the project, or another `directory` of the builder image',
    );
  }
}
