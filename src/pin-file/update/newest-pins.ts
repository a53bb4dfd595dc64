import { GitHub } from './git-hub';
import { ImageRegistry } from './image-registry';
import { versionsOfCrate, versionsOfPackage } from './package-index';
import { PinnedAction, Pins, PINS } from '../../pins';
import { refusalOf } from '../known-bad';
import { compareReleases, isBefore, isCompatible, numbersOf } from '../release';

/** Who is asked, by the variable that names another. */
export const HOSTS = {
  MUSLRUST_CHEF_CRATES_URL: 'https://index.crates.io',
  MUSLRUST_CHEF_PYPI_URL: 'https://pypi.org',
  MUSLRUST_CHEF_GITHUB_URL: 'https://api.github.com',
} as const;

/** Where all images are looked up, in place of their own registries. */
export const REGISTRY = 'MUSLRUST_CHEF_REGISTRY_URL';

const BUILDKIT = 'docker.io/moby/buildkit';

/** A pin: its key in the file, and what is found for it. */
export interface Question {
  readonly key: string;
  readonly now: string;
  /** @returns the newest that is known to be good, and what else there is to say */
  find(): Promise<{ readonly value: string; readonly note?: string }>;
}

/**
 * What there is to ask for each pin. Nothing leaves what is known to be good: crates and Python packages stay compatible with
 * what is shipped, actions in its major; muslrust's tag is that of the newest stable Rust, and other images keep their tags.
 *
 * @param now the pins that hold
 */
export function questionsOf(now: Pins, env: NodeJS.ProcessEnv): Question[] {
  const host = (name: keyof typeof HOSTS) => env[name] || HOSTS[name];
  const gitHub = new GitHub(host('MUSLRUST_CHEF_GITHUB_URL'), env.GITHUB_TOKEN || env.GH_TOKEN);
  const registry = (name: string) => new ImageRegistry(name, env[REGISTRY] || undefined);

  const images = Object.entries(now.images).map(([name, pin]): Question => ({
    key: `images.${name}`,
    now: pin,
    find: async () => {
      const [, repository, tag] = /^([^@]*):([^:/@]+)(?:@.*)?$/.exec(pin)!;
      const upstream = registry(repository);
      const newest = /^[\d.]+-stable$/.test(tag) ? await newestRust(upstream, tag) : tag;
      return { value: `${repository}:${newest}@${await upstream.digestOf(newest)}` };
    },
  }));
  const compatible =
    (name: string, shipped: string, versions: () => Promise<string[]>): Question['find'] =>
    async () => {
      const all = (await versions()).filter((version) => numbersOf(version)).sort(compareReleases);
      const value = all
        .filter((version) => isCompatible(version, shipped) && refusalOf(name, version) === undefined)
        .at(-1);
      if (value === undefined) throw new Error(`${name} has no release that is compatible with ${shipped}`);
      return { value, note: beyond(all.at(-1)!, value) };
    };
  const crates = Object.entries(now.crates).map(([name, pin]): Question => ({
    key: `crates.${name}`,
    now: pin,
    find: compatible(name, PINS.crates[name as keyof Pins['crates']], async () =>
      versionsOfCrate(host('MUSLRUST_CHEF_CRATES_URL'), name),
    ),
  }));
  const pypi = Object.entries(now.pypi).map(([name, pin]): Question => ({
    key: `pypi.${name}`,
    now: pin,
    find: compatible(name, PINS.pypi[name as keyof Pins['pypi']], async () =>
      versionsOfPackage(host('MUSLRUST_CHEF_PYPI_URL'), name),
    ),
  }));
  const tools = (
    [
      ['buildkit', 'moby/buildkit'],
      ['buildx', 'docker/buildx'],
    ] as const
  ).map(([key, repository]): Question => ({
    key,
    now: now[key],
    find: async () => {
      const { newest } = await gitHub.release(repository, (tag) => /^v\d+\.\d+\.\d+$/.test(tag));
      const value = isBefore(newest, now[key]) ? now[key] : newest;
      // a release may be there before its image
      if (key === 'buildkit') await registry(BUILDKIT).digestOf(value);
      return { value };
    },
  }));
  const actions = Object.entries(now.actions).map(([name, [release, commit]]): Question => {
    const [major] = numbersOf(PINS.actions[name as PinnedAction][0])!;
    return {
      key: `actions.${name}`,
      now: `${release} ${commit}`,
      find: async () => {
        const { newest: offered, latest } = await gitHub.release(name, (tag) => numbersOf(tag)?.[0] === major);
        // what GitHub calls the latest may be a fix of an older release
        const newest = numbersOf(release)?.[0] === major && isBefore(offered, release) ? release : offered;
        const found = await gitHub.commitOf(name, newest);
        // nobody's release moves by itself
        const moved =
          newest === release && found !== commit ? 'the tag was moved to another commit: see why' : undefined;
        return { value: `${newest} ${found}`, note: moved ?? beyond(latest, newest) };
      },
    };
  });
  return [...images, ...crates, ...pypi, ...tools, ...actions];
}

/** The tag of muslrust's newest stable Rust that is not before another one's. */
async function newestRust(images: ImageRegistry, tag: string): Promise<string> {
  const rust = (each: string) => each.replace('-stable', '');
  const all = (await images.tags()).filter((each) => /^\d+\.\d+\.\d+-stable$/.test(each));
  return [tag, ...all].sort((a, b) => compareReleases(rust(a), rust(b))).at(-1)!;
}

function beyond(newest: string, taken: string): string | undefined {
  return isBefore(taken, newest) ? `${newest} is for a later release of this package to try` : undefined;
}
