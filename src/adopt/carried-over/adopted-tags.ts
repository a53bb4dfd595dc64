import { assertExtraTags, assertNotOfBranch, tagOfBranch } from '../../workflow/extra-tags';
import { OldTag } from '../old-workflow/old-tags';
import { BRANCH, COMMIT, tagOn } from '../old-workflow/tag-on-event';
import { WorkflowEvent } from '../old-workflow/workflow-event';
import { Remark } from '../remark';

/** The events by which images were published. */
export interface PublishingEvents {
  readonly branch?: WorkflowEvent;
  readonly release?: WorkflowEvent;
  readonly schedule?: WorkflowEvent;
}

export interface AdoptedTags {
  readonly branchTags: string[];
  readonly releaseTags: string[];
  readonly remarks: Remark[];
}

/** The options for the tags that the old workflows moved and the new one would not. */
export function adoptedTags(tags: readonly OldTag[], events: PublishingEvents, branch: string): AdoptedTags {
  const found: AdoptedTags = { branchTags: [], releaseTags: [], remarks: [] };
  const remark = ({ at, said }: OldTag, text: string) => found.remarks.push({ ...at, text: `${said}: ${text}` });
  const ownOfBranch = [BRANCH, tagOfBranch(branch), `sha-${COMMIT}`];
  const ownOfRelease = ['{version}', '{major}.{minor}', 'latest', `sha-${COMMIT}`];
  const take = (list: string[], template: string): boolean => {
    if (list.includes(template)) return true;
    list.push(template);
    if (areTags(found, branch)) return true;
    list.pop();
    return false;
  };
  for (const tag of tags) {
    const [ofBranch, ofRelease, ofClock] = [events.branch, events.release, events.schedule].map(
      (event) => event && tagOn(tag, event),
    );
    const [isOfBranch, isOfRelease] = [
      ofBranch === undefined || ownOfBranch.includes(ofBranch) || take(found.branchTags, ofBranch),
      ofRelease === undefined || ownOfRelease.includes(ofRelease) || take(found.releaseTags, ofRelease),
    ];
    if (isOfBranch && isOfRelease) {
      if (ofClock !== undefined && !isMoved(ofClock, found.branchTags, ownOfBranch)) {
        remark(
          tag,
          `a run by the clock moves the tags of ${branch} alone: by hand: another one is one of \`branchTags\``,
        );
      }
    } else if (ofBranch === 'latest') {
      remark(
        tag,
        `a push to ${branch} moved it, and from now on releases alone do, tags like v1.2.3: by hand: where every push is to be run, name the tag \`${tagOfBranch(branch)}\``,
      );
    } else if ([ofBranch, ofRelease].some((each) => each?.includes('$short') || each === COMMIT)) {
      remark(tag, 'the tag of a commit is `sha-` with all of it now: by hand: name that where this was named');
    } else if (isOfBranch) {
      remark(
        tag,
        'no release moves it any more: by hand: further tags are `releaseTags`, of {version}, {major} and {minor}',
      );
    } else {
      remark(tag, `no push to ${branch} moves it any more: by hand: further tags are \`branchTags\``);
    }
  }
  return found;
}

function isMoved(template: string, branchTags: readonly string[], own: readonly string[]): boolean {
  return own.includes(template) || branchTags.includes(template);
}

/** Whether the options take them. */
function areTags({ branchTags, releaseTags }: AdoptedTags, branch: string): boolean {
  try {
    assertExtraTags(branchTags, releaseTags);
    assertNotOfBranch(branch, branchTags, releaseTags);
    return true;
  } catch {
    return false;
  }
}
