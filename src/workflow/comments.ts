/** What the file says of the steps of a job, by their ids: why they are as they are. */
export const STEP_COMMENTS: Record<string, string> = {
  release: 'A tag like v2 would publish nothing: that is said before anything is built.',
  seed: 'A seed is what the branch has compiled last. Where there is none, the dependencies are compiled first.',
  push: 'By digest, under no tag: nobody pulls by a tag what was not tried yet.',
  'push-seed': 'It may fail: the images are there all the same.',
  upload: 'For as long as GitHub lets a job be run again, which is 30 days.',
  index: 'Under the commit alone: tags move when all images are there.',
  attested: 'They are looked for where others will look: in the registry.',
  tags: "By git's tags: neither a backport nor a run that is repeated moves a tag back.",
  report: 'As outputs for other jobs, and on the page of the run.',
  diff: 'New files too; modes are left out, since a commit made on Windows has none.',
};

/** What it says of a key and its value, in a job. */
export const LINE_COMMENTS: Record<string, string> = {
  'fail-fast: false': 'the others say what is wrong with theirs',
  'persist-credentials: false': 'no later step may use them',
  'SOURCE_DATE_EPOCH: "0"': 'no time in the layers: what did not change keeps its digest',
  'provenance: false': 'in the image it would give each build another digest',
  'TAG: ""': 'what is pushed by digest has none',
  'BUILDX_METADATA_PROVENANCE: disabled': 'else the digests of a few images are more than a variable holds',
  'overwrite: true': 'by a job that is run again',
  'create-storage-record: false': 'it would need one more permission',
  'cache-image: false': 'a cache that pull requests could write',
  'cache-binary: false': 'a cache that pull requests could write',
  'cleanup: false': 'else the deployments are removed, with all that they keep',
  'push-to-registry: true': 'where `gh attestation verify` finds it, and so do policies',
};
