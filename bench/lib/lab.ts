/** The helpers of the tests, for programs that Jest does not run. */
import './after-all';
import '../../test/lab/environment';

export { readTree, tempDir, writeTree } from '../../test/util';
export { edit, publishedCrate, writtenCrate } from '../../test/lab/crates';
export { BAKE, ImageBuild, patchDockerfile, runTask, synth } from '../../test/lab/image-build';
export { attempt, run } from '../../test/lab/shell';
export { copyFromImage, freePort, inspectImage, layersOf } from '../../test/lab/container';
