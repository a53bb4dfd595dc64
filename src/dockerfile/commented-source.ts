import { Project, TextFile } from 'projen';

/** A source file of this package's, in a language whose comments begin with two slashes, put into the project. */
export abstract class CommentedSource extends TextFile {
  constructor(project: Project, path: string, text: string) {
    super(project, path);
    if (this.marker) {
      this.addLine(`// ${this.marker}`);
      this.addLine('');
    }
    text.split('\n').forEach((line) => this.addLine(line));
  }
}
