import { basename, join } from 'node:path';
import { adoptedImages, imageOptions } from './adopted-images';
import { adoptedNames } from './adopted-names';
import { adoptedPublishing, PublishingSurroundings } from './adopted-publishing';
import { differingBuilds } from './differing-builds';
import { letIn } from './let-in';
import { Platform } from '../../platform';
import { filterPattern } from '../../workflow/filter-pattern';
import { workflowName } from '../../workflow/workflow-name';
import { Findings } from '../findings';
import { RcProject } from '../rc-file/rc-model';
import { map, RcValue, struct } from '../rc-file/rc-value';
import { programReaders } from '../readers/program-readers';
import { TextFile } from '../readers/text-files';
import { Place, Remark } from '../remark';

const PLATFORMS: Record<string, string> = {
  [Platform.LINUX_AMD64]: 'LINUX_AMD64',
  [Platform.LINUX_ARM64]: 'LINUX_ARM64',
};

/** The repository that a project is in. */
export interface ProjectSurroundings extends Omit<PublishingSurroundings, 'files'> {
  readonly root: string;
  readonly gitHubName?: string;
  readonly isGitLab: boolean;
  readonly texts: readonly TextFile[];
}

/** The project of the rc file that says what was found. */
export function adoptedProject(
  findings: Findings,
  { root, gitHubName, isGitLab, ...surroundings }: ProjectSurroundings,
): { readonly project: RcProject; readonly remarks: Remark[] } {
  const { folder, dockerfiles, workflows, byDefault } = findings;
  const { images, remarks } = adoptedImages(findings);
  const published = workflows.flatMap((workflow) => workflow.images);
  const logins = workflows.flatMap((workflow) => workflow.logins);
  const remark = (text: string, { file, line }: Place = published[0].at) => remarks.push({ file, line, text });

  const binaries = images.length > 0 ? images.map(({ name }) => name) : byDefault;
  const called = folder === '' ? (gitHubName?.split('/')[1] ?? basename(root)) : basename(folder);
  const names = adoptedNames(images, logins, {
    folder,
    gitHubName,
    candidates: binaries.length === 1 ? [binaries[0], called] : [called, ...binaries],
  });
  for (const { text, about } of names.remarks) {
    const pushed = published.find(({ repositories }) => repositories.some((repository) => repository === about));
    remark(text, pushed?.at.repositories ?? logins.find((login) => login === about)?.at);
  }

  const files = images.flatMap(({ old }) => Object.keys(old.files));
  const options = images.map((image) => imageOptions(image, names.repositories.get(image)));
  const saysNothing = options.every(({ options: said }) => Object.keys(said).length === 1);
  const isDefault =
    saysNothing &&
    [...byDefault].sort().join() ===
      images
        .map(({ binary }) => binary)
        .sort()
        .join();

  const builds = dockerfiles.map(({ build }) => build);
  for (const { path, build } of dockerfiles) {
    const lost = build.features.filter(
      (feature) => !images.some((image) => image.features.some((each) => feature.endsWith(each))),
    );
    if (lost.length === 0) continue;
    remark(
      `--features ${lost.join(',')}: by hand: no package of an image has ${lost.length === 1 ? 'it' : 'them'}; say \`features\` of an image`,
      { file: path, line: build.featuresLine! },
    );
  }
  const bases = images.map(({ old }) => old.runtimeBase);
  const other = images.find(({ old }) => JSON.stringify(old.runtimeBase) !== JSON.stringify(bases[0]));
  if (other) {
    const { path } = dockerfiles.find((dockerfile) => dockerfile.images.includes(other.old))!;
    remark('the images were on several bases, and have one now: by hand: another one is `runtimeBase`', {
      file: path,
      line: other.old.line,
    });
  }

  remarks.push(...differingBuilds(dockerfiles));
  for (const image of images) {
    const { path } = dockerfiles.find((dockerfile) => dockerfile.images.includes(image.old))!;
    remarks.push(...programReaders(image, path, surroundings.texts));
  }

  const asked = [...new Set(published.flatMap((each) => each.platforms))];
  const platforms = asked.filter((platform) => PLATFORMS[platform] !== undefined);
  const others = asked.filter((platform) => PLATFORMS[platform] === undefined);
  if (others.length > 0) {
    remark(
      `${others.join(', ')}: by hand: there are images for linux/amd64 and linux/arm64`,
      published.find((each) => each.platforms.includes(others[0]))?.at.platforms,
    );
  }
  if (workflows.length > 0 && asked.length === 0) {
    remark('the images are for linux/arm64 too from now on; `platforms: [Platform.LINUX_AMD64]` leaves that out');
  }

  const file = newWorkflow(folder);
  const publishing = adoptedPublishing(workflows, platforms.length === 1 ? platforms : Object.keys(PLATFORMS), {
    ...surroundings,
    files: { new: file, byDefault: folder === '' ? undefined : [`${filterPattern(folder)}/**`, filterPattern(file)] },
  });

  return {
    project: {
      name: names.name,
      folder,
      ignored: [...findings.ignored, ...letIn(join(root, folder), findings.workspace, findings.ignored, files)],
      options: struct('MuslRustChefOptions', {
        images: isDefault || options.length === 0 ? undefined : options,
        runtimeBase: bases.find((base) => base !== undefined),
        builderBase: builds.find(({ builderBase }) => builderBase)?.builderBase,
        aptPackages: [...new Set(builds.flatMap(({ aptPackages }) => aptPackages))],
        buildArgs: map(Object.assign({}, ...builds.map(({ buildArgs }) => buildArgs)) as Record<string, RcValue>),
        privateSources: builds.find(({ privateSources }) => privateSources.length > 0)?.privateSources,
        profile: builds.find(({ profile }) => profile !== undefined)?.profile,
        allFeatures: builds.some(({ allFeatures }) => allFeatures) || undefined,
        defaultFeatures: builds.some(({ defaultFeatures }) => !defaultFeatures) ? false : undefined,
        platforms:
          platforms.length === 1
            ? platforms.map((platform) => ({ kind: 'member', owner: 'Platform', name: PLATFORMS[platform] }))
            : undefined,
        registry: names.registry,
        imageRepository: names.imageRepository,
        ...publishing.options,
        workflow: isGitLab ? false : undefined,
      }),
    },
    remarks: [...remarks, ...publishing.remarks],
  };
}

/** The workflow of a project. */
export function newWorkflow(folder: string): string {
  return `.github/workflows/${workflowName('image', folder)}.yml`;
}
