import { readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { CommentedSource } from './commented-source';

const NAME = 'bench-allocators.rs';
const ASSET = join(__dirname, '..', '..', 'assets', NAME);

/** What runs a program in its image, and measures it, for the script `bench-allocators.sh`. */
export class MeasuringProgram extends CommentedSource {
  constructor(project: Project) {
    super(project, `docker/${NAME}`, readFileSync(ASSET, 'utf-8'));
  }
}
