import { BUILD_COMMAND, isOfImages, PUSH_COMMAND } from './image-commands';
import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';

/** Actions that get ready for a build, log in, or say what was built; the new workflow does what they do. */
const OF_IMAGES =
  /^(actions\/(cache(\/(restore|save))?|attest|attest-build-provenance)|docker\/(setup-qemu-action|setup-buildx-action|setup-docker-action|login-action|metadata-action|build-push-action)|aws-actions\/(configure-aws-credentials|amazon-ecr-login)|google-github-actions\/(auth|setup-gcloud)|azure\/(login|docker-login)|redhat-actions\/podman-login)@/i;

export const BUILD_ACTION = /^docker\/build-push-action@/i;

/** Whether a step builds an image, or pushes one: what else a job does is to get ready for it. */
export function isOfRegistry(step: YamlMapping): boolean {
  const { run } = step;
  return (
    BUILD_ACTION.test(usesOf(step)) || (typeof run === 'string' && (BUILD_COMMAND.test(run) || PUSH_COMMAND.test(run)))
  );
}

/** Whether a step is a part of building and pushing images, and does nothing else. */
export function isForImages(step: YamlMapping): boolean {
  const [uses, inputs] = [usesOf(step), mappingOf(step.with)];
  if (typeof step.run === 'string') {
    return /^(|bash|sh)$/.test(`${(step.shell as string | undefined) ?? ''}`) && isOfImages(step.run);
  }
  if (BUILD_ACTION.test(uses)) {
    // a file that it leaves is for something else
    const outputs = `${(inputs.outputs as string | undefined) ?? ''}`;
    return !/type=(local|tar|oci)\b|dest=/.test(outputs) && inputs.call === undefined;
  }
  if (/^actions\/checkout@/.test(uses)) return inputs.repository === undefined && inputs.path === undefined;
  // by digests one job knows what others have pushed
  if (/^actions\/(up|down)load-artifact(\/merge)?@/.test(uses)) return /digest/.test(JSON.stringify(inputs));
  return OF_IMAGES.test(uses);
}

export function usesOf(step: YamlMapping): string {
  return `${(step.uses as string | undefined) ?? ''}`;
}
