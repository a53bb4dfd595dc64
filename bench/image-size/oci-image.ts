import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run, tempDir } from '../lib/lab';

interface Descriptor {
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Something that a layer puts into the file system. */
export interface Entry {
  readonly path: string;
  /** The bytes of its content; a folder or a link has none. */
  readonly bytes: number;
}

export interface Layer {
  /** The digest of the uncompressed layer, which is the same in every image that has it. */
  readonly diffId: string;
  /** As the registry keeps it. */
  readonly compressed: number;
  /** As an archive: the entries, and what `tar` writes round them. */
  readonly uncompressed: number;
  readonly entries: Entry[];
}

/** An image of one platform, as BuildKit writes it with `type=oci`: the very bytes that a push would send. */
export class OciImage {
  public readonly layers: Layer[];
  public readonly entrypoint: string[];
  /** The bytes of the manifest and of the configuration. */
  public readonly metadata: number;
  private readonly folder = tempDir();

  constructor(archive: string) {
    run(['tar', '--extract', '--file', archive, '--directory', this.folder]);
    const [manifestDescriptor] = JSON.parse(readFileSync(join(this.folder, 'index.json'), 'utf8'))
      .manifests as Descriptor[];
    const manifest = JSON.parse(this.blob(manifestDescriptor).toString()) as {
      config: Descriptor;
      layers: Descriptor[];
    };
    const config = JSON.parse(this.blob(manifest.config).toString());
    this.layers = manifest.layers.map((layer, index) => this.layer(layer, config.rootfs.diff_ids[index]));
    this.entrypoint = config.config.Entrypoint;
    this.metadata = manifestDescriptor.size + manifest.config.size;
  }

  private layer(descriptor: Descriptor, diffId: string): Layer {
    const blob = this.blob(descriptor);
    const archive = descriptor.mediaType.endsWith('gzip') ? gunzipSync(blob) : blob;
    const path = join(this.folder, 'layer.tar');
    writeFileSync(path, archive);
    const entries = run(['tar', '--list', '--verbose', '--numeric-owner', '--file', path])
      .split('\n')
      .map((line) => {
        const [, type, size, name] = /^(.)\S+ +\S+ +(\d+) +\S+ +\S+ (.*)$/.exec(line)!;
        return { path: name, bytes: type === '-' ? Number(size) : 0 };
      });
    return { diffId, compressed: descriptor.size, uncompressed: archive.length, entries };
  }

  private blob({ digest }: Descriptor): Buffer {
    return readFileSync(join(this.folder, 'blobs', ...digest.split(':')));
  }
}
