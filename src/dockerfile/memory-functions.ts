import { readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { CommentedSource } from './commented-source';
import { because, copy } from '../syntax/dockerfile-syntax';
import { Toolchain } from '../toolchain/toolchain';

const NAME = 'memory-functions.c';
const ASSET = join(__dirname, '..', '..', 'assets', NAME);

/**
 * The functions that stand in for musl's `memcpy`, `memmove`, `memset`, `memcmp` and `bcmp`, put into the project. The script
 * `memory-functions.sh` compiles them.
 */
export class MemoryFunctions extends CommentedSource {
  /** What installs them. */
  public static readonly script = 'memory-functions.sh';

  /** What is compiled. */
  public static readonly source = readFileSync(ASSET, 'utf-8');

  /** What brings them into a stage. */
  public static copied(folder: string): string {
    return copy(`${folder}${NAME}`, '/usr/local/src/');
  }

  /** What puts them into the C libraries of a toolchain, once its targets are there. */
  public static installed({ targets }: Toolchain): string {
    return because(
      "memory functions that read and write 16 bytes at a time, in place of musl's: in each libc.a that is linked",
      `RUN memory-functions.sh install ${targets.join(' ')}`,
    );
  }

  constructor(project: Project, folder: string = 'docker') {
    super(project, `${folder}/${NAME}`, MemoryFunctions.source);
  }
}
