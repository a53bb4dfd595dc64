import { doubledDollars } from './doubled-dollars';
import { volumeName } from './volume-name';
import { BuildArg } from '../image/build-arg';
import { EngineBuild, fixedPlatform } from '../image/engine-build';
import { Image } from '../image/image';
import { PrivateSource } from '../image/private-source';

/** An image as a service of a compose file. (https://github.com/compose-spec/compose-spec) */
export class ComposeService {
  public readonly name: string;
  /** The names of its volumes. */
  public readonly volumes: string[];

  /** @param portOf where a port of the image is on the machine */
  constructor(
    private readonly image: Image,
    private readonly build: EngineBuild,
    private readonly portOf: (port: number) => number,
  ) {
    this.name = image.name;
    this.volumes = image.volumes.map((path) => volumeName(image.name, path));
  }

  /** What the file says of it. */
  public get definition(): object {
    const { ports, volumes } = this.image;
    const platform = fixedPlatform(this.build);
    return {
      build: this.buildSection,
      ...(platform === undefined ? {} : { platform }),
      // passes signals on to a program that does not handle them
      init: true,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      ...(volumes.includes('/tmp') ? {} : { tmpfs: ['/tmp'] }),
      ...(ports.length > 0 ? { ports: ports.map((port) => `127.0.0.1:${this.portOf(port)}:${port}`) } : {}),
      // a path may have a colon in it, which the short form takes for one of its own
      ...(volumes.length > 0
        ? {
            volumes: volumes.map((path, i) => ({
              type: 'volume',
              source: this.volumes[i],
              target: doubledDollars(path),
            })),
          }
        : {}),
    };
  }

  private get buildSection(): object {
    const { buildArgs, privateSources } = this.build;
    const secrets = PrivateSource._tokens(privateSources);
    return {
      context: '.',
      target: this.image.stage,
      ...(Object.keys(buildArgs).length > 0
        ? { args: Object.fromEntries(Object.entries(buildArgs).map(([name, arg]) => [name, valueOf(name, arg)])) }
        : {}),
      ...(secrets.length > 0 ? { secrets } : {}),
      ...(PrivateSource._needAgent(privateSources) ? { ssh: ['default'] } : {}),
    };
  }
}

/** The variable's value; else the text, and where there is none nothing. */
function valueOf(name: string, { _text }: BuildArg): string | null {
  if (_text === '') return null;
  // which would end the expression
  return _text.includes('}') ? doubledDollars(_text) : `\${${name}:-${doubledDollars(_text)}}`;
}
