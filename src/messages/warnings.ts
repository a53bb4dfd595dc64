import { Component, Project } from 'projen';
import { Finding } from './finding';
import { inRcLanguage } from './in-rc-language';
import { nearest } from './nearest';
import { UserError } from './user-error';
import { PASSING, WarningId, WARNINGS } from './warning-ids';

/** Something that the user should know. */
export interface Warning {
  readonly id: WarningId;
  readonly text: string;
}

const ID = 'muslrust-chef-warnings';

/** What a project's user is told at a synth, and has not acknowledged. */
export class Warnings extends Component {
  /** Those of a project. */
  public static of(project: Project): Warnings {
    return (project.node.tryFindChild(ID) as Warnings | undefined) ?? new Warnings(project);
  }

  private readonly acknowledged = new Set<string>();
  private readonly told = new Set<WarningId>();
  private readonly all = new Map<string, Finding>();

  private constructor(project: Project) {
    super(project, ID);
  }

  /** Silences warnings from now on. */
  public acknowledge(ids: readonly string[]): void {
    const unknown = ids.find((id) => !Object.hasOwn(WARNINGS, id));
    if (unknown !== undefined) {
      const all = Object.keys(WARNINGS);
      const [best] = nearest(unknown, all);
      throw new UserError(
        `acknowledge: no warning has the id ${JSON.stringify(unknown)}. ` +
          `The nearest is "${best}"; all of them are: ${all.join(', ')}.`,
      );
    }
    ids.forEach((id) => this.acknowledged.add(id));
  }

  /** Something that will go wrong, or may. */
  public warn({ id, text }: Warning): void {
    this.tell('warn', id, text);
  }

  /** Something that is as it should be, but may come as a surprise. */
  public note({ id, text }: Warning): void {
    this.tell('info', id, text);
  }

  /** What a rule of somebody else's has found. */
  public found(finding: Finding): void {
    const { id, text, acknowledged } = finding;
    this.all.set(`${id} ${text}`, finding);
    if (!acknowledged) this.say('warn', id, text);
  }

  /** Whether the user has been told something of this kind. */
  public haveTold(id: WarningId): boolean {
    return this.told.has(id);
  }

  /** What holds for as long as the files and the rc file are as they are, in an order of its own. */
  public get findings(): Finding[] {
    return [...this.all.keys()].sort().map((key) => this.all.get(key)!);
  }

  private tell(level: 'warn' | 'info', id: WarningId, text: string): void {
    this.told.add(id);
    const acknowledged = this.acknowledged.has(id);
    if (!PASSING.has(id)) {
      const [line] = text.split('\n', 1);
      this.all.set(`${id} ${line}`, { id, level: level === 'warn' ? 'warning' : 'note', text: line, acknowledged });
    }
    if (!acknowledged) this.say(level, id, text);
  }

  private say(level: 'warn' | 'info', id: string, text: string): void {
    // lines to paste stay what they are
    this.project.logger[level](inRcLanguage(text).replace(/$/m, ` [${id}]`));
  }
}
