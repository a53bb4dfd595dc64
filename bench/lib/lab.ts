/** The helpers of the tests, for programs that Jest does not run. */
import './after-all';

export { readTree, tempDir, writeTree } from '../../test/util';
export { edit, publishedCrate, writtenCrate } from '../../test/lab/crates';
export { ImageBuild, patchDockerfile, runTask, synth } from '../../test/lab/image-build';
export { attempt, run } from '../../test/lab/shell';
