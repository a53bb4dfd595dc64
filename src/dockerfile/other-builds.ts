import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Component, Project } from 'projen';
import { buildsIn, mayBuild } from './builds-in';
import { Dockerfile } from './dockerfile';
import { OtherBuild } from './other-build';
import { LARGEST_BY_HAND } from '../files/largest-by-hand';
import { folderInRepository } from '../git/folder-in-repository';
import { GitRepository } from '../git/git-repository';
import { Image } from '../image/image';
import { Warnings } from '../messages/warnings';
import { folderAt } from '../paths/folder-at';

/** Files by which people and CI build, for git's pathspecs. */
const GLOBS = [
  ...['*compose*.y*ml', '*akefile', '*ustfile', '*.sh', '*.mk', '*.just', '*askfile.y*ml'].map((name) => `**/${name}`),
  '.gitlab-ci.yml',
  '.github/workflows/*.y*ml',
];

/**
 * Says where files of the user's build the Dockerfile by what it does not have: a stage of the one whose place it took, a
 * folder that it is not for. Where they build it as it is, nothing is said.
 */
export class OtherBuilds extends Component {
  constructor(
    project: Project,
    private readonly dockerfile: Dockerfile,
    private readonly images: Image[],
  ) {
    super(project);
  }

  /** When all stages are known. */
  public synthesize(): void {
    const found = new Map<string, { readonly fault: string; readonly wheres: string[] }>();
    for (const path of this.files()) {
      for (const build of this.buildsOf(path)) {
        const fault = this.faultOf(build);
        if (fault === undefined) continue;
        const key = `${path} ${fault}`;
        found.set(key, { fault: `${path}, ?: ${fault}`, wheres: [...(found.get(key)?.wheres ?? []), build.where] });
      }
    }
    for (const { fault, wheres } of found.values()) {
      Warnings.of(this.project).warn({ id: 'other-builds', text: fault.replace('?', wheres.join(', ')) });
    }
  }

  private faultOf({ context, dockerfile, target, service }: OtherBuild): string | undefined {
    const folder = folderAt(folderInRepository(this.project));
    if (dockerfile !== posix.join(folder, this.dockerfile.path)) return undefined;
    const stages = this.dockerfile.stages.map(({ name }) => name);
    const { path } = this.dockerfile;
    const images = this.images.map(({ stage }) => `\`target: ${stage}\``);
    const own = `what is yours goes into a Dockerfile of another name, which this names then, or into a stage by MuslRustChef.of(project).dockerfile.addStage`;
    if (context !== folder) {
      return `${path} is generated, and builds with the context ${JSON.stringify(folder)} only, not ${JSON.stringify(context)}. Give it that`;
    }
    if (target !== undefined) {
      const isThere = stages.some((name, i) => [name, `${i}`].includes(target.toLowerCase()));
      return isThere
        ? undefined
        : `${path} is generated, and has no stage ${JSON.stringify(target)}. The image is ${images.join(', or ')}; ${own}`;
    }
    const last = this.images.at(-1)!;
    return service === undefined || images.length === 1 || last.name === service
      ? undefined
      : `without a target it gets the last image of ${path}, ${last.name}. Say which one it is for: ${images.join(', or ')}`;
  }

  private buildsOf(path: string): OtherBuild[] {
    const text = readFileSync(join(GitRepository.of(this.project).root, path), 'utf8');
    return buildsIn(path, text, folderInRepository(this.project));
  }

  /** Those of the repository, or of this folder where there is none. */
  private files(): string[] {
    const repository = GitRepository.of(this.project);
    const names = repository.filesLike(GLOBS) ?? (repository.exists ? [] : namesIn(repository.root));
    return names.filter((path) => {
      const isOurs = this.project.root.tryFindFile(join(repository.root, path)) !== undefined;
      const { size } = statSync(join(repository.root, path));
      return !isOurs && size <= LARGEST_BY_HAND && mayBuild(path);
    });
  }
}

function namesIn(root: string): string[] {
  return ['', '.github/workflows/'].flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => folder + name)
      : [],
  );
}
