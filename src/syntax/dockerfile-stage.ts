import { assertInstruction, hasHeredoc } from './dockerfile-instruction';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';

/**
 * Options of `DockerfileStage`.
 */
export interface DockerfileStageOptions {
  /**
   * What other stages call it, e.g. in `COPY --from`.
   */
  readonly name: string;

  /**
   * What it begins from: an image, or a stage that stands before it.
   */
  readonly from: string;

  /**
   * What it is for, as the lines above it say.
   *
   * @default - nothing is said
   */
  readonly comment?: string;

  /**
   * Its instructions, each by itself: `RUN …`, `COPY …`. Comments may stand above an instruction.
   *
   * @default []
   */
  readonly instructions?: string[];
}

/**
 * A stage of a Dockerfile. It stays as it is made.
 */
export class DockerfileStage {
  /** What other stages call it. */
  public readonly name: string;

  /** What it begins from. */
  public readonly from: string;

  /** What it is for, as the lines above it say. */
  public readonly comment?: string;

  /** Its instructions; each may have several lines, comments among them. */
  public readonly instructions: string[];

  constructor(options: DockerfileStageOptions) {
    const [{ name, from, comment, instructions = [] }] = checked('DockerfileStage', [options]);
    // https://github.com/moby/buildkit/blob/v0.26.0/frontend/dockerfile/instructions/parse.go, validStageName
    if (!/^[a-z][a-z0-9_.-]*$/.test(name)) {
      throw new UserError(
        `DockerfileStage: name is ${JSON.stringify(name)}, which no stage can be called. ` +
          'Begin with a letter; then letters in lower case, digits, ".", "_" and "-".',
      );
    }
    if (name === 'scratch' || name === 'context') {
      throw new UserError(
        `DockerfileStage: name is ${JSON.stringify(name)}, which means something to BuildKit already. Give it another name.`,
      );
    }
    if (!/^(--\S+ )*[^\s-]\S*$/.test(from)) {
      throw new UserError(
        `DockerfileStage: from is ${JSON.stringify(from)}, which is no image and no stage. Write what stands behind FROM, without AS.`,
      );
    }
    instructions.forEach((each) => assertInstruction(`DockerfileStage ${JSON.stringify(name)}`, each));
    this.name = name;
    this.from = from;
    this.comment = comment;
    this.instructions = [...instructions];
  }

  /** Its lines in a Dockerfile. */
  public toString(): string {
    return [
      ...(this.comment ? [commentLines(this.comment)] : []),
      `FROM ${this.from} AS ${this.name}`,
      // without a blank line linters take the next instruction for a part of a script
      ...this.instructions.map((each, i) =>
        hasHeredoc(each) && i < this.instructions.length - 1 ? `${each}\n` : each,
      ),
    ].join('\n');
  }
}

/** A comment in lines of at most 120 columns; a line break in it stays one. */
export function commentLines(text: string): string {
  return text
    .split('\n')
    .flatMap((paragraph) => paragraph.match(/\S(?:.{0,116}\S)?(?=\s|$)|\S+/g) ?? [])
    .map((line) => `# ${line}`)
    .join('\n');
}
