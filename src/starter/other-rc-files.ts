import { RcFile } from '../files/rc-file';
import { RunningRcFile } from '../files/running-rc-file';
import { Warning } from '../messages/warnings';

/**
 * What is said of rc files that nobody runs: an rc file in another language does not take over what the old one says.
 * @param rcFile the one that is run
 */
export function otherRcFiles(folder: string, rcFile: string): Warning[] {
  const names = RcFile.namesIn(folder);
  const others = names.filter((name) => name !== rcFile && !RcFile.loads(folder, rcFile, name));
  const running = RunningRcFile.nameIn(folder) ?? rcFile;
  // of another one that runs it is said by itself how it becomes the one
  if (others.length === 0 || running !== rcFile) return [];
  const [list, are] = [others.join(', '), others.length === 1 ? 'is' : 'are'];
  return [
    {
      id: 'rc-files',
      text: names.includes(rcFile)
        ? `${list} ${are} beside ${rcFile}, which is the rc file that projen runs: move what is still wanted into that, and remove ${list}`
        : `${rcFile} is the rc file that projen will run, and is not there, but ${list} ${are}: write ${rcFile} in the place of ${list}, or leave out the option that asks for it`,
    },
  ];
}
