import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { shortened } from './shortened';
import { askGit } from '../git/ask-git';
import { refusalOf } from '../pin-file/known-bad';
import { PinFile } from '../pin-file/pin-file';
import { SaidPins } from '../pin-file/read-pins';
import { pinLeaves } from '../record/pin-leaves';
import { PinRecord } from '../record/synth-record';
import { oneLine } from '../report/details';
import { pinsBehind } from '../report/pins-behind';

const about = 'pins';

/** What the file of pins beside the rc file says, or why it can't be read. */
export function pinFileIn(root: string): { readonly said?: SaidPins; readonly line?: Line } {
  try {
    return { said: PinFile.read(root) };
  } catch (error) {
    return {
      line: {
        about,
        level: 'fails',
        text: oneLine((error as Error).message),
        // what was never committed, or as it is now, git can't bring back
        remedy: isGoodInGit(root) ? `git checkout HEAD -- ${PinFile.NAME}` : `rm ${PinFile.NAME} && npx projen`,
      },
    };
  }
}

function isGoodInGit(root: string): boolean {
  const committed = askGit(root, 'show', `HEAD:./${PinFile.NAME}`);
  if (committed === undefined) return false;
  try {
    PinFile.parse(committed);
    return true;
  } catch {
    return false;
  }
}

/** Whether the upstream versions that the generated files name are good, those that were asked for, and not behind. */
export function lookAtPins({ record }: DoctorProject, said: SaidPins | undefined): Line[] {
  const leaves = pinLeaves(record.pins);
  const bad = leaves.flatMap(([path, version]) => {
    const name = path.split(' ').at(-1)!;
    const refusal = refusalOf(name, version);
    return refusal === undefined ? [] : [`${name} ${version} is ${refusal}`];
  });
  const wanted = new Map(pinLeaves((said ?? {}) as PinRecord));
  const other = leaves.filter(([path, version]) => wanted.has(path) && wanted.get(path) !== version);
  const behind = pinsBehind(record.pins).map(({ name, has, ships }) => `${name} ${has} (${ships} is shipped)`);
  const remedy = `npx projen${said ? ' pins:update' : ''}`;
  const lines: Line[] = [
    ...bad.map((text) => ({ about, level: 'fails', text, remedy }) as const),
    ...(other.length > 0
      ? [
          {
            about,
            level: 'warning',
            text: `${PinFile.NAME} says something else than the generated files of ${shortened(other.map(([path]) => path))}`,
            remedy: 'npx projen',
          } as const,
        ]
      : []),
    ...(behind.length > 0
      ? [{ about, level: 'warning', text: `behind what this release ships: ${shortened(behind)}`, remedy } as const]
      : []),
  ];
  return lines.length > 0 ? lines : [{ about, level: 'ok', text: `${leaves.length} upstream versions, none behind` }];
}
