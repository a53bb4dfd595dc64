import { SOURCES } from './sources';
import { keywordOf } from '../syntax/dockerfile-instruction';
import { PLAIN_SHELL } from '../syntax/dockerfile-syntax';

/** Instructions of the user's, each where it is to stand. */
export class DockerfilePoints {
  /** Before dependencies are compiled. */
  public readonly beforeCook: string[] = [];
  /** Before binaries are compiled. */
  public readonly beforeBuild: string[] = [];

  /** Where dependencies are compiled. */
  public get ofDependencies(): string[] {
    return [...this.beforeCook, ...undone(this.beforeCook)];
  }

  /**
   * Where binaries are compiled: what holds for the dependencies does so here. Cargo would compile them again if a
   * variable that they read were gone.
   */
  public get ofBinaries(): string[] {
    return [...this.ofDependencies, ...this.beforeBuild, ...undone(this.beforeBuild)];
  }
}

/** What our own instructions go by, as they need it. */
const NEEDED: Record<string, string> = { USER: 'USER root', SHELL: PLAIN_SHELL, WORKDIR: `WORKDIR ${SOURCES}` };

function undone(instructions: string[]): string[] {
  const keywords = new Set(instructions.map(keywordOf));
  return Object.keys(NEEDED)
    .filter((keyword) => keywords.has(keyword))
    .map((keyword) => NEEDED[keyword]);
}
