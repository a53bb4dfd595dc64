import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, tempDir } from '../lib/lab';

/**
 * Cargo with no image build round it: in the unpacked file system of the builder image, by chroot, with a target folder and
 * a registry that stay. No builder can be faster than that.
 */
export class BareCargo {
  /** Where the project is to be put. */
  public readonly folder: string;
  private readonly root = tempDir();
  private readonly environment: string[];

  constructor(
    builderImage: string,
    private readonly binary: string,
  ) {
    run([
      'bash',
      '-c',
      'set -o pipefail; crane export "$0" - | tar --extract --directory "$1"',
      builderImage,
      this.root,
    ]);
    this.environment = JSON.parse(run(['crane', 'config', builderImage])).config.Env;
    this.folder = join(this.root, 'app');
    mkdirSync(this.folder);
  }

  /** Builds as the plain Dockerfile does; returns what cargo printed. */
  public build(): string {
    const script = [
      'mount --rbind /dev "$0/dev"',
      'mount -t proc proc "$0/proc"',
      'cp /etc/resolv.conf "$0/etc/"',
      'exec chroot "$0" sh -c "cd /app && cargo build --locked --release --target \\$CARGO_BUILD_TARGET --bin $1" 2>&1',
    ].join('\n');
    return run([
      'env',
      '--ignore-environment',
      ...this.environment,
      'unshare',
      '--mount',
      'bash',
      '-euc',
      script,
      this.root,
      this.binary,
    ]);
  }

  public get executable(): string {
    return join(this.folder, 'target/x86_64-unknown-linux-musl/release', this.binary);
  }
}
