/**
 * Whether there are machines beside the one that the tests run on, and a registry between them. The lab has both; with
 * LAB=real whoever has them names them by these variables.
 */
const HAVE_NODES = ['LAB_REGISTRY', 'LAB_BUILDER_ARM64', 'LAB_BUILDER_NODES', 'LAB_BUILDER_EPHEMERAL'].every(
  (name) => process.env[name],
);

if (!HAVE_NODES) {
  process.stderr.write(
    'some tests are skipped, since LAB_REGISTRY and LAB_BUILDER_* do not name a registry and machines\n',
  );
}

export const describeWithNodes = HAVE_NODES ? describe : describe.skip;
export const testWithNodes = HAVE_NODES ? test : test.skip;
