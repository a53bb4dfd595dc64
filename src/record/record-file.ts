import { FileBase, JsonFile, Project } from 'projen';
import { fileHash } from './file-hash';
import { pinsInUse } from './pins-in-use';
import { RECORD, SCHEMA, SynthRecord } from './synth-record';
import { AllocatorRecord } from '../allocator/allocator-record';
import { contentOf } from '../files/content-of';
import { projectsOf } from '../files/projects-of';
import { GENERATOR } from '../generator';
import { Warnings } from '../messages/warnings';
import { relativePath } from '../paths/relative-path';
import { PinFile } from '../pin-file/pin-file';
import { CommentedWorkflow } from '../workflow/commented-workflow';

/** Where projen keeps the tasks. */
const TASKS = '.projen/tasks.json';

/** What is known when the project is. */
type Known = Omit<SynthRecord, 'schema' | 'generator' | 'allocator' | 'pins' | 'findings' | 'files'>;

/**
 * `.projen/muslrust-chef.json`: what the synth made. It is written after all else, and is the same for the same files and rc
 * file: nothing in it is of a day, or of a machine.
 */
export class RecordFile extends JsonFile {
  /** That of a project, if it has one. */
  public static of(project: Project): RecordFile | undefined {
    return project.components.find((component): component is RecordFile => component instanceof RecordFile);
  }

  private readonly generated: FileBase[] = [];

  /** @param sync what writes into the user's manifests, before this file is written */
  constructor(
    project: Project,
    private readonly known: Known,
    private readonly sync: { readonly record: AllocatorRecord | undefined },
  ) {
    super(project, RECORD, { obj: () => this.record });
  }

  /** Has it tell of more files. */
  public add(...files: FileBase[]): void {
    this.generated.push(...files);
  }

  /** What it says of the project, without what is found by looking at that. */
  public get facts(): Omit<SynthRecord, 'findings' | 'files'> {
    const { findings: _, files: __, ...facts } = this.record;
    return facts;
  }

  /** What projen makes of our tasks, and the workflows that are the repository's: one record has those. */
  private get shared(): FileBase[] {
    const { root } = this.project;
    const tasks = this.project.tryFindFile(TASKS);
    const records = projectsOf(root).flatMap((project) => RecordFile.of(project) ?? []);
    const workflows = root.components
      .filter((component): component is CommentedWorkflow => component instanceof CommentedWorkflow)
      .flatMap(({ file }) => file ?? [])
      .filter((file) => !records.some(({ generated }) => generated.includes(file)));
    return [...(tasks ? [tasks] : []), ...(records[0] === this ? workflows : [])];
  }

  private get record(): SynthRecord {
    const { outdir } = this.project;
    const contents = [...this.generated, ...this.shared]
      // what is in no clone is no drift there
      .filter(({ committed }) => committed)
      .map((file) => [relativePath(outdir, file.absolutePath), contentOf(file)] as const)
      .filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    // a task that measures all allocators names versions that the images don't have
    const texts = contents.filter(([path]) => path !== TASKS).map(([, text]) => text);
    const allocator = this.sync.record;
    return {
      schema: SCHEMA,
      generator: GENERATOR,
      ...this.known,
      allocator,
      pins: pinsInUse(PinFile.of(this.project).pins, [...texts, allocator?.version ?? '']),
      findings: Warnings.of(this.project).findings,
      files: Object.fromEntries(contents.map(([path, text]) => [path, fileHash(text)])),
    };
  }
}
