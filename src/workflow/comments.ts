/** What the file says of the steps of a job, by their ids: why they are as they are. */
export const STEP_COMMENTS: Record<string, string> = {
  release: 'A tag like v2 would publish nothing: fail before anything is built.',
  seed: "A seed is the branch's last target folder, whatever its lock file. Without one, the dependencies are compiled first.",
  push: 'By digest, without a tag: a tag never points to an image that was not verified.',
  'push-seed': 'It may fail: the images are published all the same.',
  'clean-seeds': 'The tag has moved on, and nothing else removes what it named. It may fail too.',
  upload: 'Kept for as long as GitHub allows a re-run: 30 days.',
  index: 'Tagged with the commit only: the other tags move when all images are there.',
  attested: 'Looked up in the registry, where others will look.',
  tags: "Decided by git's tags: neither a backport nor a re-run moves a tag back.",
  report: "As outputs for other jobs, and as a summary on the run's page.",
  diff: 'Shown at each file. New files count too. File modes do not: a commit made on Windows has none.',
};

/** What it says of a key and its value, in a job. */
export const LINE_COMMENTS: Record<string, string> = {
  'fail-fast: false': 'the other platforms report too',
  'persist-credentials: false': 'no later step needs them',
  'lfs: true': 'a .gitattributes names files of it',
  'submodules: recursive': 'some are in the folder that is built',
  'fetch-depth: 0': 'git describe counts from the newest tag',
  'source: .': 'the checkout; by itself the action has BuildKit clone the repository',
  'SOURCE_DATE_EPOCH: "0"': 'no timestamps in layers: equal content keeps its digest',
  'provenance: false': 'it would give each build another digest',
  'TAG: ""': 'pushed by digest, so without a tag',
  'BUILDX_METADATA_PROVENANCE: disabled': 'else the metadata of a few images is too long for a variable',
  'overwrite: true': 'when a job is re-run',
  'create-storage-record: false': 'would need another permission',
  'cache-image: false': 'a cache that pull requests could write',
  'cache-binary: false': 'a cache that pull requests could write',
  'cleanup: false': 'else the deployments and their caches are deleted',
  'push-to-registry: true': 'where `gh attestation verify` finds it, and so do policies',
};
