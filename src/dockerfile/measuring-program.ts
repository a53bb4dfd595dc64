import { readFileSync } from 'fs';
import { join } from 'path';
import { Project, TextFile } from 'projen';

const NAME = 'bench-allocators.rs';
const ASSET = join(__dirname, '..', '..', 'assets', NAME);

/** What runs a program in its image, and measures it, for the script `bench-allocators.sh`. */
export class MeasuringProgram extends TextFile {
  constructor(project: Project) {
    super(project, `docker/${NAME}`);
    if (this.marker) {
      this.addLine(`// ${this.marker}`);
      this.addLine('');
    }
    readFileSync(ASSET, 'utf-8')
      .split('\n')
      .forEach((line) => this.addLine(line));
  }
}
