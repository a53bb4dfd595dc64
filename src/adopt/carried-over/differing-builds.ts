import { FoundDockerfile } from '../findings';
import { Remark } from '../remark';

/** Options that hold for all images, by what they say. */
const OF_ALL = {
  profile: 'profile',
  allFeatures: '--all-features',
  defaultFeatures: '--no-default-features',
  builderBase: 'base of the builder',
} as const;

/** What is said where several Dockerfiles compile in ways that one project has one of. */
export function differingBuilds(dockerfiles: readonly FoundDockerfile[]): Remark[] {
  const all = dockerfiles.filter(({ images }) => images.length > 0);
  return all.slice(1).flatMap(({ path, images, build }) => {
    const different = Object.entries(OF_ALL)
      .filter(([option]) => {
        const [first, own] = [all[0].build, build].map((each) => each[option as keyof typeof OF_ALL]);
        return JSON.stringify(first) !== JSON.stringify(own);
      })
      .map(([, name]) => name);
    return different.length === 0
      ? []
      : [
          {
            file: path,
            line: images[0].line,
            text: `${different.join(', ')}: by hand: other than in ${all[0].path}, and one project compiles all programs in one way. What is written holds for all of them`,
          },
        ];
  });
}
