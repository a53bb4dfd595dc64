/** What bake's metadata has of an image, without its provenance. */
export function metadataOf(name: string, digest: string, { ref, architecture }: { ref: string; architecture: string }) {
  return {
    'buildx.build.ref': ref,
    'containerimage.descriptor': {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest,
      size: 1234,
      annotations: { 'org.opencontainers.image.created': '1970-01-01T00:00:00Z' },
      platform: { architecture, os: 'linux' },
    },
    'containerimage.digest': digest,
    'image.name': name,
  };
}
