import { posix } from 'node:path';
import { ImageRecord } from '../image/image-record';
import { Warning } from '../messages/warnings';

/**
 * What is said where an image goes to another place of the same repository than at the last synth, as by another name of its binary:
 * what runs the old one gets no updates.
 *
 * @param said places that the user has named, and so knows of
 */
export function movedImages(
  last: readonly ImageRecord[],
  now: readonly ImageRecord[],
  said: readonly string[],
): Warning[] {
  const [before, after] = [last, now].map((images) => images.map(({ reference }) => reference));
  const left = before.filter((place) => !after.includes(place));
  const added = after.filter((place) => !before.includes(place) && !said.includes(place));
  return left.flatMap((old): Warning[] => {
    const moved = added.find((place) => isRelated(place, old));
    return moved === undefined
      ? []
      : [
          {
            id: 'images-moved',
            text:
              `${moved} is published from now on, and ${old} no more: what runs that gets no update. ` +
              'If that is not meant, say the old place by `repository` of the image',
          },
        ];
  });
}

function isRelated(a: string, b: string): boolean {
  return posix.dirname(a) === posix.dirname(b) || posix.dirname(a) === b || posix.dirname(b) === a;
}
