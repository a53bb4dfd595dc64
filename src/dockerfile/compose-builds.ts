import { posix } from 'node:path';
import { OtherBuild } from './other-build';
import { folderAt } from '../paths/folder-at';
import { entriesOf, mappingOf, yamlMapping } from '../syntax/yaml-mapping';

/** What is known only when compose runs, or is not in the repository. */
const ELSEWHERE = /\$|:|^\//;

/**
 * The builds of a compose file. The context is seen from its folder, and the Dockerfile from the context.
 *
 * (https://github.com/compose-spec/compose-spec/blob/main/build.md)
 */
export function composeBuilds(path: string, text: string): OtherBuild[] {
  return entriesOf(yamlMapping(text).services).flatMap(([service, { build }]) => {
    if (build === undefined || build === null) return [];
    const options = typeof build === 'string' ? { context: build } : mappingOf(build);
    const { context = '.', dockerfile = 'Dockerfile', dockerfile_inline: inline, target } = options;
    const said = [context, dockerfile, ...(target == null ? [] : [target])];
    if (inline !== undefined || said.some((each) => typeof each !== 'string' || ELSEWHERE.test(each))) return [];
    const folder = folderAt(posix.dirname(path), context as string);
    return [
      {
        where: `services.${service}`,
        context: folder,
        dockerfile: posix.join(folder, dockerfile as string),
        target: target as string | undefined,
        service,
      },
    ];
  });
}
