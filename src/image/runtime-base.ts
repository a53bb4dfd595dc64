import { BaseContents } from './image-places';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';
import { Pins, PINS } from '../pins';
import { assertImageReference } from '../registry/image-reference';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { because, run } from '../syntax/dockerfile-syntax';

/**
 * Options of `RuntimeBase.scratch`.
 */
export interface ScratchOptions {
  /**
   * Whether there is a `/tmp` that the program may write to.
   *
   * @default false
   */
  readonly tmp?: boolean;

  /**
   * Whether there are time zones, in `/usr/share/zoneinfo`. They come from Chainguard's `static`, and are about 1 MB.
   *
   * @default false
   */
  readonly timeZones?: boolean;
}

/** What a base may lack, by the option that puts it there. */
const LACKS = { tmp: '/tmp (tmp: true)', timeZones: 'time zones (timeZones: true)' };

type Lack = keyof typeof LACKS;

const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

const FILES = { [CA_BUNDLE]: "the base's CA bundle", '/etc/passwd': "the base's list of users" };

const TIME_ZONES = { '/usr/share/zoneinfo': "the base's time zones" };

/** Of a base that is all a program wants. */
const STATIC: BaseContents = {
  files: { ...FILES, '/etc/group': "the base's list of groups" },
  folders: TIME_ZONES,
};

/**
 * The image that a static executable is put on: what is in the final image beside the executable itself.
 *
 * On every base the executable runs as user and group 65532.
 */
export class RuntimeBase {
  /**
   * Chainguard's `static`: CA certificates, time zones, a `nonroot` user and `/tmp`. No shell, no libc.
   */
  public static chainguardStatic(): RuntimeBase {
    return new RuntimeBase(({ images }) => ({ reference: images.chainguardStatic, contents: STATIC }));
  }

  /**
   * Google's distroless `static`: the same content as Chainguard's, built from Debian's packages. No shell, no libc.
   */
  public static distrolessStatic(): RuntimeBase {
    return new RuntimeBase(({ images }) => ({
      reference: images.distrolessStatic,
      contents: STATIC,
      instructions: [because('as on the other bases; this one begins in /home/nonroot', 'WORKDIR /')],
    }));
  }

  /**
   * Nothing but a CA bundle and a `nonroot` user.
   *
   * @param options what else the program needs
   */
  public static scratch(options: ScratchOptions = {}): RuntimeBase {
    const [{ tmp = false, timeZones = false }] = checked('RuntimeBase.scratch', [options]);
    const lacks: Lack[] = [...(tmp ? [] : (['tmp'] as const)), ...(timeZones ? [] : (['timeZones'] as const))];
    return new RuntimeBase(({ images }) => ({
      reference: 'scratch',
      lacks,
      contents: { files: FILES, folders: timeZones ? TIME_ZONES : {} },
      copiedFrom: timeZones ? [images.chainguardStatic] : [],
      instructions: ['COPY --from=scratch-files /files/ /', `ENV SSL_CERT_FILE=${CA_BUNDLE}`],
      stage: new DockerfileStage({
        name: 'scratch-files',
        comment:
          'What scratch lacks: TLS needs the CA bundle (static OpenSSL finds it by SSL_CERT_FILE only), and tools that look ' +
          'the user up need its name. Copied as a tree: COPY --chmod would give new folders the mode of a file.',
        from: 'muslrust-chef',
        instructions: [
          run([
            `install -D --mode=0444 ${CA_BUNDLE} /files${CA_BUNDLE}`,
            "echo 'nonroot:x:65532:65532:nonroot:/:/sbin/nologin' > /files/etc/passwd",
            'chmod 0444 /files/etc/passwd',
            ...(tmp ? ['install --directory --mode=1777 /files/tmp'] : []),
          ]),
          ...(timeZones
            ? [
                because(
                  'this image has all time zones, the toolchain has none',
                  `COPY --from=${images.chainguardStatic} /usr/share/zoneinfo /files/usr/share/zoneinfo`,
                ),
              ]
            : []),
        ],
      }),
      note:
        lacks.length > 0
          ? `RuntimeBase.scratch(): the images have no ${lacks.map((lack) => LACKS[lack]).join(' and no ')}, no shell and no libc`
          : undefined,
    }));
  }

  /**
   * An image of your own, of every platform that is built.
   *
   * @param reference an image reference, e.g. `registry.example.com/base/static@sha256:…`; name an index (a
   * multi-platform image) where more than one platform is built
   */
  public static custom(reference: string): RuntimeBase {
    checked('RuntimeBase.custom', [reference]);
    assertImageReference('RuntimeBase.custom', reference, 'registry.example.com/base/static:1.2');
    return new RuntimeBase(() => ({
      reference,
      note:
        `RuntimeBase.custom(): what ${reference} holds is not known here. Programs may want CA certificates, ` +
        'time zones and /tmp; the user is 65532, whatever the image says',
    }));
  }

  /** @internal What stands behind `FROM`. */
  public readonly _reference: string;
  /** @internal Instructions that make up for what the base lacks. */
  public readonly _instructions: string[];
  /** @internal A stage that they copy from. */
  public readonly _stage?: DockerfileStage;
  /** @internal Other images that something is copied from. */
  public readonly _copiedFrom: readonly string[];
  /** @internal What the user should know of what is not in it. */
  public readonly _note?: string;
  /** @internal What is known not to be in it. */
  public readonly _lacks: readonly Lack[];
  /** @internal What is in it, as far as that is known. */
  public readonly _contents: BaseContents;

  private constructor(
    private readonly traits: (pins: Pins) => Traits,
    pins: Pins = PINS,
  ) {
    assertMadeByStatics('RuntimeBase', typeof traits === 'function');
    const {
      reference,
      contents = { files: {}, folders: {} },
      instructions = [],
      stage,
      note,
      lacks = [],
      copiedFrom = [],
    } = traits(pins);
    this._reference = reference;
    this._instructions = instructions;
    this._stage = stage;
    this._copiedFrom = copiedFrom;
    this._note = note;
    this._lacks = lacks;
    this._contents = contents;
  }

  /** @internal The same, by the pins that hold in a repository. */
  public _pinnedBy(pins: Pins): RuntimeBase {
    return new RuntimeBase(this.traits, pins);
  }
}

/** What is particular to a base, by the pins. */
interface Traits {
  readonly reference: string;
  readonly contents?: BaseContents;
  readonly instructions?: string[];
  readonly stage?: DockerfileStage;
  readonly note?: string;
  readonly lacks?: readonly Lack[];
  readonly copiedFrom?: readonly string[];
}
