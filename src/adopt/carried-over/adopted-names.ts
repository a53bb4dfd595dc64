import { adoptedRegistry, registryToName } from './adopted-registry';
import { asComponent, GITHUB_HOST, parseRepository } from '../../registry/reference';
import { OldLogin } from '../old-workflow/old-logins';
import { OWNER, REPOSITORY } from '../old-workflow/workflow-value';
import { RcValue } from '../rc-file/rc-value';

/** An image, and where it was pushed to. */
export interface NamedImage {
  readonly name: string;
  readonly binary: string;
  readonly repositories: readonly string[];
}

/** What says where images are, so that they are where they were. */
export interface AdoptedNames {
  /** Of the project. */
  readonly name: string;
  readonly imageRepository?: string;
  readonly registry?: RcValue;
  /** Of each image that is elsewhere than the project would put it. */
  readonly repositories: ReadonlyMap<NamedImage, string>;
  /** What no option says, and why. */
  readonly remarks: readonly NameRemark[];
}

/** Something that is said of where images are. */
export interface NameRemark {
  readonly text: string;
  /** What it is about: where an image was pushed to, or a login. */
  readonly about?: string | OldLogin;
}

/**
 * @param folder of the project in the repository
 * @param candidates for the name of the project, the best first
 * @param gitHubName `owner/name`, if it is known
 */
export function adoptedNames(
  images: readonly NamedImage[],
  logins: readonly OldLogin[],
  { folder, candidates, gitHubName }: { folder: string; candidates: readonly string[]; gitHubName?: string },
): AdoptedNames {
  const whole = (reference: string) => {
    const [owner, repository] = gitHubName?.split('/') ?? [OWNER, REPOSITORY];
    return reference.replaceAll(OWNER, owner).replaceAll(REPOSITORY, repository).toLowerCase();
  };
  const base = [GITHUB_HOST, OWNER, REPOSITORY, ...folder.split('/').filter((part) => part !== '')].join('/');
  const byDefault = (project: string, image: string) =>
    whole(asComponent(project) === asComponent(image) ? base : `${base}/${image}`);
  const placeOf = ({ repositories }: NamedImage) =>
    repositories[0] === undefined ? undefined : whole(canonical(repositories[0]));
  const matches = (project: string) =>
    images.filter((image) => placeOf(image) === byDefault(project, image.name)).length;
  const name = [...candidates].sort((a, b) => matches(b) - matches(a))[0];

  const remarks: NameRemark[] = images.flatMap(({ repositories: [, ...others] }) =>
    others.map((about) => ({
      about,
      text: `${about}: by hand: it was pushed there too, and an image has one repository`,
    })),
  );
  const moved = images.filter(
    (image) => placeOf(image) !== undefined && placeOf(image) !== byDefault(name, image.name),
  );
  const isKnown = (place: string) => !/[<>${}\s]/.test(place);
  for (const image of moved.filter((each) => !isKnown(placeOf(each)!))) {
    const [about] = image.repositories;
    remarks.push({
      about,
      text:
        `${about}: by hand: not all of it is known here. Without \`imageRepository\` the image ${image.name} is ${byDefault(name, image.name)}` +
        (placeOf(image)!.startsWith(GITHUB_HOST) ? '' : `; ${registryToName(logins)}`),
    });
  }
  const places = moved.filter((image) => isKnown(placeOf(image)!));
  const isAlone = images.length === 1 && places.length === 1;
  // where the default is right, too: what its login was may matter
  const first = places[0] ?? images[0];
  const place = first && placeOf(first);
  const adopted = place !== undefined && isKnown(place) ? adoptedRegistry(place, logins) : undefined;
  const cloud = logins.find(({ kind }) => kind !== 'password');
  if (cloud && images.every(({ repositories }) => repositories.length === 0)) {
    remarks.push({
      about: cloud,
      text: `where the images were pushed to can't be told: by hand: \`imageRepository\`, and ${registryToName(logins)}`,
    });
  }
  return {
    // alone, it is what the repository is called
    name: isAlone ? images[0].name : name,
    imageRepository: isAlone ? placeOf(places[0]) : undefined,
    registry: places.length > 0 ? adopted?.registry : undefined,
    repositories: new Map(isAlone ? [] : places.map((image) => [image, placeOf(image)!])),
    remarks: [...remarks, ...(adopted?.remarks ?? []).map((text) => ({ text, about: adopted?.login }))],
  };
}

/** With its host, which Docker Hub's need not have. */
function canonical(reference: string): string {
  // a secret may stand for the owner
  if (/^\$\{\{/.test(reference)) return reference;
  const { host, path } = parseRepository(reference);
  return `${host}/${path}`;
}
