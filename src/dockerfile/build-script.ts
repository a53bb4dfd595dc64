import { readFileSync } from 'fs';
import { join } from 'path';
import { Project, TextFile } from 'projen';

const ASSETS = join(__dirname, '..', '..', 'assets');

/** The scripts that the build of an image runs. */
export const BUILD_SCRIPTS = [
  'keep-target.sh',
  'restore-mtimes.sh',
  'silent-readers.sh',
  'get-executable.sh',
  'verify-static-build.sh',
  'memory-functions.sh',
];

/**
 * One of this package's shell scripts, put into the project.
 */
export class BuildScript extends TextFile {
  constructor(project: Project, name: string, folder: string = 'docker') {
    super(project, `${folder}/${name}`, { executable: true });
    const [shebang, ...lines] = readFileSync(join(ASSETS, name), 'utf-8').split('\n');
    this.addLine(shebang);
    if (this.marker) {
      this.addLine(`# ${this.marker}`);
      this.addLine('#');
    }
    lines.forEach((line) => this.addLine(line));
  }
}
