import { Platform } from '../../platform';
import { PlacedPublishing } from '../old-workflow/old-publishings';
import { valueOf } from '../old-workflow/workflow-value';
import { map, RcValue } from '../rc-file/rc-value';
import { Remark } from '../remark';

/** Runners of GitHub's that everybody has. */
const HOSTED = /^ubuntu-(latest|slim|\d\d\.\d\d)(-arm)?$/;

/** The option for the runners that images were built on. */
export function adoptedRunners(
  images: readonly PlacedPublishing[],
  platforms: readonly string[],
): { readonly runners: RcValue; readonly remarks: Remark[] } {
  const runners: Record<string, string[]> = {};
  const hosted = new Set<string>();
  const remarks: Remark[] = [];
  const remark = ({ at }: PlacedPublishing, text: string) => remarks.push({ ...at.runner, text });
  for (const image of images) {
    const labels = labelsOf(image);
    if (labels?.every((label) => HOSTED.test(label))) {
      if (image.platforms.length === 1) hosted.add(platformOf(image, labels));
      continue;
    }
    const text = JSON.stringify(image.job.content['runs-on']);
    if (
      labels === undefined ||
      labels.some((label) => label === '' || label.includes('${{') || /windows|macos/i.test(label))
    ) {
      remark(
        image,
        `runs-on ${text}: by hand: the labels of runners are \`runners\`; without it they are those of GitHub`,
      );
      continue;
    }
    const platform = platformOf(image, labels);
    const first = (runners[platform] ??= labels);
    if (first.join() !== labels.join()) {
      remark(image, `runs-on ${text}: by hand: ${platform} is built on ${first.join(', ')} alone, by \`runners\``);
    }
  }
  const without =
    Object.keys(runners).length === 0
      ? []
      : platforms.filter((platform) => !runners[platform] && !hosted.has(platform));
  if (without.length > 0) {
    remark(
      images.find((image) => !labelsOf(image)?.every((label) => HOSTED.test(label)))!,
      `${without.join(', ')} is compiled on a runner of GitHub's: by hand: \`runners\` may name one of yours, or \`strategy: BuildStrategy.CROSS\` compiles all on one`,
    );
  }
  return { runners: map(runners), remarks };
}

/** Nothing where they are not said by labels alone. */
function labelsOf({ job, scope }: PlacedPublishing): string[] | undefined {
  const said = job.content['runs-on'];
  const [, name] = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(`${said as string}`) ?? [];
  const value = name === undefined ? said : scope.matrix[name];
  if (Array.isArray(value)) return value.map((label) => valueOf(label, scope));
  return typeof value === 'object' || value === undefined ? undefined : [valueOf(value, scope)];
}

function platformOf({ platforms }: PlacedPublishing, labels: readonly string[]): string {
  const [only, ...others] = platforms;
  if (others.length === 0 && Object.values<string>(Platform).includes(only)) return only;
  return labels.some((label) => /arm64|aarch64|-arm\b/i.test(label)) ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64;
}
