import { CHEF, DOWNLOADS, PREPARED, SOURCES } from './compilation';
import { runScript, stage } from './stages';
import { PrivateSource } from '../../src';

describe('the recipe', () => {
  test('is made of the sources, which stay as they are, and takes no download', () => {
    expect(stage('planner').instructions).toEqual([
      CHEF,
      `RUN ${SOURCES} cargo chef prepare --recipe-path /recipe.json`,
    ]);
    expect(stage('planner', PREPARED).instructions).toHaveLength(1);
  });

  test('of one binary may take downloads', () => {
    const options = { isolated: true, privateSources: [PrivateSource.ssh()] };
    const { instructions, scripts } = stage('planner-worker', options);
    expect(instructions).toEqual([CHEF, `RUN ${SOURCES} --mount=type=ssh,required=true ${DOWNLOADS} <1>`]);
    expect(runScript(scripts[0], { cargo: '' }).calls).toEqual([
      'cargo chef prepare --recipe-path /recipe.json --bin worker',
    ]);
  });
});
