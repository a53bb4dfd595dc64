import { BUILD_FILES } from '../../dockerfile/build-files';
import { BUILD_ACTION } from '../old-workflow/image-steps';
import { Remark } from '../remark';
import { linesWith, TextFile } from './text-files';

/** Ways to push images of which nothing is read. */
const OTHER_WAYS =
  /\bdocker\/(bake-action|github-builder)\b|\bdocker\s+buildx\s+bake\b|\b(docker[\s-]compose|podman|buildah|nerdctl)\s+(-\S+\s+)*push\b|\bkaniko\b|\b(buildah-build|push-to-registry)@|\bdepot\/(build-push|bake)-action@|\bko\s+(build|publish)\b/;
const BY_DOCKER = /\bdocker\s+(image\s+)?push\b|\bdocker\s+buildx\s+build\b.*\s--push\b/;

const ACTION = /(^|\/)action\.ya?ml$/;
const OF_OTHERS =
  /(^|\/)(\.gitlab-ci\.yml|Jenkinsfile|azure-pipelines\.ya?ml|cloudbuild\.ya?ml|\.circleci\/config\.yml|\.drone\.yml|bitbucket-pipelines\.yml|\.woodpecker\.ya?ml)$/;

/**
 * What pushes images in a way that is not read, so that they may be published twice.
 *
 * @param read the workflows that were
 */
export function unreadBuilds(texts: readonly TextFile[], read: readonly string[]): Remark[] {
  const ci = texts.filter(({ path }) => BUILD_FILES.workflow.test(path) || ACTION.test(path) || OF_OTHERS.test(path));
  /** Whether CI runs a script. */
  const isRun = (path: string) => {
    const name = path.replace(/^.*\//, '');
    const runs = /akefile$|\.mk$/.test(name) ? /\bmake\s/ : /ustfile$|\.just$/.test(name) ? /\bjust\s/ : undefined;
    return ci.some(({ text }) => (runs ? runs.test(text) : text.includes(name)));
  };
  return texts.flatMap(({ path, text }) => {
    const isAction = ACTION.test(path);
    const isOther = OF_OTHERS.test(path);
    const isWorkflow = BUILD_FILES.workflow.test(path);
    if (
      read.includes(path) ||
      !(isAction || isOther || isWorkflow || (BUILD_FILES.commands.test(path) && isRun(path)))
    ) {
      return [];
    }
    const patterns = [
      OTHER_WAYS,
      ...(isWorkflow ? [] : [BY_DOCKER]),
      ...(isAction ? [new RegExp(BUILD_ACTION.source.replace('^', '\\b'), 'i')] : []),
    ];
    const [line] = patterns
      .flatMap((pattern) => linesWith(text.replace(/^\s*(#|\/\/).*$/gm, ''), pattern))
      .sort((a, b) => a - b);
    if (line === undefined) return [];
    return [
      {
        file: path,
        line,
        text: 'it pushes images, and nothing was read from it: by hand: take that out where it is for the images of this project, or they are published twice',
      },
    ];
  });
}
