import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the files of a folder held at one time, and when each was written. */
export class FilesOnDisk {
  private readonly files: Map<string, { readonly content: string; readonly written: string }>;

  constructor(folder: string) {
    this.files = new Map(
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
        const { ino, mtimeNs, isFile } = fileStatus(join(folder, path));
        return isFile
          ? [[path, { content: readFileSync(join(folder, path), 'latin1'), written: `${ino} ${mtimeNs}` }]]
          : [];
      }),
    );
  }

  /** The files that have another content than they had, or are new. */
  public changedSince(before: FilesOnDisk): string[] {
    return this.differing(before, 'content');
  }

  /** The files that were written, with whatever content. */
  public writtenSince(before: FilesOnDisk): string[] {
    return this.differing(before, 'written');
  }

  private differing(before: FilesOnDisk, aspect: 'content' | 'written'): string[] {
    return [...this.files]
      .filter(([path, file]) => file[aspect] !== before.files.get(path)?.[aspect])
      .map(([path]) => path);
  }
}

function fileStatus(path: string) {
  const status = statSync(path, { bigint: true });
  return { ino: status.ino, mtimeNs: status.mtimeNs, isFile: status.isFile() };
}
