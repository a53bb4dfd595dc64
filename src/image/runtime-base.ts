import { isImageReference } from './image-reference';
import { PINS } from '../pins';

/**
 * The image that a static executable is put on: what is in the final image beside the executable itself.
 *
 * Whatever the base, the executable runs as user and group 65532.
 */
export class RuntimeBase {
  /**
   * Chainguard's `static`: CA certificates, time zones, a `nonroot` user and `/tmp`. No shell, no libc.
   */
  public static chainguardStatic(): RuntimeBase {
    return new RuntimeBase(PINS.images.chainguardStatic, []);
  }

  /**
   * Google's distroless `static`: the same content as Chainguard's, built from Debian's packages. No shell, no libc.
   */
  public static distrolessStatic(): RuntimeBase {
    return new RuntimeBase(PINS.images.distrolessStatic, []);
  }

  /**
   * Nothing at all, but for a CA bundle and a `nonroot` user, which are copied from the builder.
   *
   * There is no `/tmp` and there are no time zones: mount or embed them where the program needs them.
   */
  public static scratch(): RuntimeBase {
    return new RuntimeBase('scratch', [
      '# scratch holds nothing: TLS needs the CA bundle, and tools that look the user up need its name',
      'COPY --from=builder --chmod=0444 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
      'COPY --chmod=0444 <<"EOF" /etc/passwd',
      'nonroot:x:65532:65532:nonroot:/:/sbin/nologin',
      'EOF',
      '',
    ]);
  }

  /**
   * An image of your own, of every platform that is built.
   *
   * @param reference an image reference, e.g. `registry.example.com/base/static@sha256:…`; name an index (a
   * multi-platform image) where more than one platform is built
   */
  public static custom(reference: string): RuntimeBase {
    if (!isImageReference(reference)) {
      throw new Error(
        `RuntimeBase.custom(${JSON.stringify(reference)}): not an image reference. ` +
          'Write it as `docker pull` takes it, e.g. "registry.example.com/base/static:1.2".',
      );
    }
    return new RuntimeBase(reference, []);
  }

  private constructor(
    /** @internal What stands behind `FROM`. */
    public readonly _reference: string,
    /** @internal Instructions that make up for what the base lacks. */
    public readonly _instructions: string[],
  ) {}
}
