import { posix } from 'node:path';
import { NamedImage } from './adopted-names';
import { CargoWorkspace } from '../../cargo/workspace';
import { Findings, FoundDockerfile } from '../findings';
import { OldImage } from '../old-dockerfile/old-image';
import { map, RcStruct, RcValue, struct } from '../rc-file/rc-value';
import { Remark } from '../remark';

/** An image of an old Dockerfile that gets one of the new. */
export interface AdoptedImage extends NamedImage {
  readonly old: OldImage;
  readonly features: readonly string[];
}

/** The images of the old Dockerfiles, each under a name of its own. */
export function adoptedImages({ dockerfiles, workspace }: Findings): {
  readonly images: AdoptedImage[];
  readonly remarks: Remark[];
} {
  const images: AdoptedImage[] = [];
  const remarks: Remark[] = [];
  for (const dockerfile of dockerfiles) {
    // what a build makes that names no stage has the name of the binary, and stays the last one
    const inTurn = [...dockerfile.images].sort((a, b) => Number(b.isLast) - Number(a.isLast));
    for (const old of inTurn) {
      const { binary } = old;
      const repositories = repositoriesOf(dockerfile, old);
      if (binary === undefined) {
        remarks.push({
          file: dockerfile.path,
          line: old.line,
          text: "which binary the image holds can't be told: by hand: an entry of `images` with its `binary`",
        });
        continue;
      }
      const others = images.filter((each) => each.binary === binary);
      // the same by other arguments, as for a platform
      if (
        others.some((each) => isSame(each.old, old) && repositories.every((place) => each.repositories.includes(place)))
      ) {
        continue;
      }
      if (others.length > 0 && repositories.length === 0 && old.stage === undefined) {
        remarks.push({
          file: dockerfile.path,
          line: old.line,
          text: `another image of ${binary}, which nothing publishes: left out`,
        });
        continue;
      }
      const name = others.length === 0 ? binary.toLowerCase() : otherName(dockerfile, old, repositories, images);
      images.push({ name, binary, repositories, old, features: featuresOf(dockerfile, binary, workspace) });
    }
  }
  const order = dockerfiles.flatMap((dockerfile) => dockerfile.images);
  images.sort((a, b) => order.indexOf(a.old) - order.indexOf(b.old));
  return { images, remarks };
}

/** As the option `images` lists it, with nothing that is said anyway. */
export function imageOptions(image: AdoptedImage, repository: string | undefined): RcStruct {
  const { binary, name, features, old } = image;
  return struct('ImageOptions', {
    binary,
    name: name === binary.toLowerCase() ? undefined : name,
    repository,
    features: [...features],
    args: [...old.args],
    env: map(old.env as Record<string, RcValue>),
    ports: [...new Set(old.ports)],
    files: map(old.files as Record<string, RcValue>),
    workdir: old.workdir,
    volumes: [...new Set(old.volumes)],
    stopSignal: old.stopSignal,
    healthcheck: old.healthcheck && struct('HealthcheckOptions', old.healthcheck),
    labels: map(old.labels as Record<string, RcValue>),
  });
}

function isSame(a: OldImage, b: OldImage): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function repositoriesOf({ publishings }: FoundDockerfile, { stage, isLast }: OldImage): string[] {
  const own = publishings.filter(({ target }) => (target === undefined ? isLast : target.toLowerCase() === stage));
  return [...new Set(own.flatMap(({ repositories }) => repositories))];
}

/** Of the second image of a binary. */
function otherName(
  { path }: FoundDockerfile,
  { stage, binary }: OldImage,
  repositories: readonly string[],
  images: readonly AdoptedImage[],
): string {
  const [, suffix] = /[Dd]ockerfile[.-]([\w-]+)$/.exec(path) ?? [];
  const candidates = [
    stage,
    suffix,
    repositories[0] && posix.basename(repositories[0]),
    `${binary}-2`,
    `${binary}-3`,
    `${binary}-4`,
  ];
  const isFree = (name: string | undefined): name is string =>
    name !== undefined && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(name) && images.every((each) => each.name !== name);
  return candidates.find(isFree)!;
}

/** Those that the package of the binary has, of all that were switched on. */
function featuresOf({ build }: FoundDockerfile, binary: string, workspace: CargoWorkspace): string[] {
  const { package: pkg } = workspace.binaries.find(({ name }) => name === binary)!;
  return build.features.flatMap((feature) => {
    const [first, second] = feature.split('/');
    if (second === undefined) return pkg.hasFeature(feature) ? [feature] : [];
    return first === pkg.name ? [second] : pkg.hasFeature(feature) ? [feature] : [];
  });
}
