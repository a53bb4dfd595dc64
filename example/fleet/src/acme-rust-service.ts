import { RuntimeBase, RustProject, RustProjectOptions } from 'projen-muslrust-chef';
import { AcmePolicy } from './acme-policy';

/**
 * Options of `AcmeRustService`.
 */
export interface AcmeRustServiceOptions extends RustProjectOptions {
  /**
   * What of our rules this service breaks, with the reason, by the id of the finding.
   *
   * @default - nothing
   */
  readonly exceptions?: Record<string, string>;
}

/**
 * A Rust service of Acme: `RustProject` with our defaults, under our rules.
 *
 * @pjid acme-rust-service
 */
export class AcmeRustService extends RustProject {
  /** Our rules. */
  public readonly policy: AcmePolicy;

  constructor(options: AcmeRustServiceOptions) {
    const { exceptions, ...others } = options;
    super({
      ...others,
      muslRustChefOptions: {
        // of a name as on GitHub, so that it is known here
        imageRepository: `ghcr.io/acme/${options.name}`,
        runtimeBase: RuntimeBase.chainguardStatic(),
        ...options.muslRustChefOptions,
      },
    });
    this.policy = new AcmePolicy(this, { acknowledge: exceptions });
  }
}
