import { adopted } from './adopted';
import { inspectImage, runImage } from './container';
import { isShort } from './long';
import { CompiledPackage } from '../adopt/compiled';
import { SMALL_TREES } from '../adopt/trees';
import { Corpus } from '../corpus/corpus';

/** What the configuration of an image says. */
interface ImageConfig {
  readonly Entrypoint: string[];
  readonly Cmd?: string[];
  readonly Env?: string[];
  readonly ExposedPorts?: object;
  readonly WorkingDir?: string;
  readonly Volumes?: object;
  readonly StopSignal?: string;
  readonly Healthcheck?: { readonly Test: string[]; readonly Interval?: number };
}

// the smallest alone, where time is short: what is adopted is looked at by test/adopt/, and what is built by other files here
describe.each(SMALL_TREES.slice(1, isShort ? 2 : undefined).concat(isShort ? [] : SMALL_TREES.slice(0, 1)))(
  '$crate with a Dockerfile of the shape "$shape", adopted',
  (tree) => {
    const { binary, says } = tree;
    let image: string;
    let config: ImageConfig;

    beforeAll(() => {
      ({ image } = adopted(tree, new CompiledPackage(), Corpus.fetch()));
      config = inspectImage<ImageConfig>(image, '.Config');
    });

    test('runs the program', () => {
      expect(runImage(image, ['--version'])).toMatchObject({ status: 0, stdout: expect.stringContaining(binary) });
    });

    test('has the command, the ports and the environment of the old Dockerfile', () => {
      const { args = [], ports = [], env = {}, workdir, volumes = [], stopSignal, healthcheck } = says;
      expect(config.Entrypoint).toEqual([`/usr/local/bin/${binary}`]);
      expect(config.Cmd ?? []).toEqual(args);
      expect(Object.keys(config.ExposedPorts ?? {}).sort()).toEqual(ports.map((port) => `${port}/tcp`).sort());
      expect(config.Env).toEqual(
        expect.arrayContaining(Object.entries(env).map(([name, value]) => `${name}=${value}`)),
      );
      if (workdir !== undefined) expect(config.WorkingDir).toBe(workdir);
      expect(Object.keys(config.Volumes ?? {})).toEqual(volumes);
      expect(config.StopSignal).toBe(stopSignal);
      expect(config.Healthcheck?.Test.slice(2)).toEqual(healthcheck?.args);
    });
  },
);
