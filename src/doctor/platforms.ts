import { Inspection } from './inspection';
import { Line } from './line';
import { SynthRecord } from '../record/synth-record';

const about = 'platforms';

/** BuildKit says so of the image store of containerd. (docker/buildx, driver/docker/driver.go, `Features`) */
const SNAPSHOTTER = 'org.mobyproject.buildkit.worker.snapshotter';

/** Whether a builder builds for the platforms of a project, where a machine of its own does not build each of them. */
export function lookAtPlatforms(
  { nodes, name, driver }: Inspection,
  { platforms, strategy, build }: SynthRecord,
  buildkit: string,
): Line {
  const own = new Set(nodes.flatMap((node) => node.platforms));
  if (own.size === 0) {
    return {
      about,
      level: 'warning',
      text: `Builder ${name} does not run, and tells its platforms only then`,
      remedy: 'docker buildx inspect --bootstrap',
    };
  }
  const missing = platforms.filter((platform) => !own.has(platform));
  if (missing.length > 0 && (!build.crossCompiles || platforms.length === 1)) {
    const emulated = `${missing.join(' and ')}: builder ${name} neither is of it nor emulates it by QEMU, so`;
    const [level, what] = build.crossCompiles
      ? (['warning', 'image:verify and image:run may not start what was cross-compiled'] as const)
      : strategy === 'emulated'
        ? (['fails', 'nothing is built for it here'] as const)
        : // its own platform is what image:build builds for; each has a machine in the workflow
          (['warning', '`npx projen binaries` fails'] as const);
    const architectures = missing.map((platform) => platform.replace('linux/', '')).join(',');
    return {
      about,
      level,
      text: `${emulated} ${what}`,
      remedy: `docker run --privileged --rm tonistiigi/binfmt --install ${architectures}`,
    };
  }
  if (platforms.length > 1 && driver === 'docker' && nodes.every(({ labels }) => !labels.has(SNAPSHOTTER))) {
    return {
      about,
      level: 'warning',
      text:
        `Builder ${name} builds for one platform at a time, and keeps no cache elsewhere: \`npx projen binaries\` fails. ` +
        'Another builder does it, and so does the image store of containerd',
      remedy: `docker buildx create --use --driver-opt image=moby/buildkit:${buildkit}`,
    };
  }
  return {
    about,
    level: 'ok',
    text: `${platforms.join(', ')}${build.crossCompiles ? ', cross-compiled' : `, by builder ${name}`}`,
  };
}
