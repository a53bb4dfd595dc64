import { Document, isMap, isScalar, Node, parseDocument } from 'yaml';
import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';
import { Place } from '../remark';

/** A step or a job of a workflow, or something in them, by keys and indices. */
export type WorkflowPath = readonly (string | number)[];

/** A workflow of GitHub's, and the lines that its parts are in. */
export class WorkflowFile {
  /** Nothing where it is no YAML. */
  public static parse(file: string, text: string): WorkflowFile | undefined {
    const document = parseDocument(text, { logLevel: 'silent' });
    return document.errors.length > 0 ? undefined : new WorkflowFile(file, text, document);
  }

  public readonly content: YamlMapping;

  private constructor(
    public readonly file: string,
    private readonly text: string,
    private readonly document: Document,
  ) {
    this.content = mappingOf(document.toJS());
  }

  /** Where a part stands; of what is not there, where it would be. */
  public at(...path: WorkflowPath): Place {
    const around = this.document.getIn(path.slice(0, -1), true);
    const key = isMap(around)
      ? around.items.find((pair) => isScalar(pair.key) && pair.key.value === path.at(-1))?.key
      : undefined;
    const node = (key ?? this.document.getIn(path, true)) as Node | undefined;
    if (!node?.range && path.length > 0) return this.at(...path.slice(0, -1));
    return { file: this.file, line: this.text.slice(0, node?.range?.[0] ?? 0).split('\n').length };
  }

  /** The line of a text of several lines, by what is in it. */
  public lineIn(place: Place, isIt: (line: string) => boolean, count = 0): Place {
    const lines = this.text.split('\n');
    const found = lines.flatMap((line, i) => (i + 1 >= place.line && isIt(line) ? [i + 1] : []));
    return { file: this.file, line: found[count] ?? place.line };
  }
}
