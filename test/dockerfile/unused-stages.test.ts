import { unusedStages } from './stages';

const DOCKERFILE = `# syntax

# Tools.
FROM a AS tools
FROM tools AS tools-amd64
FROM tools-$TARGETARCH AS build
RUN --mount=type=cache,target=/app,from=seed,sharing=locked true
FROM a AS seed
FROM a AS unused
COPY --from=used-by-unused / /
FROM a AS used-by-unused
FROM scratch AS image
COPY --from=build /out /
`;

test.each<[string, object, string[]]>([
  ['by a target', { _common: {}, app: { target: 'image' } }, ['unused', 'used-by-unused']],
  ['by several', { app: { target: 'image' }, other: { target: 'unused' } }, []],
  ['by none', {}, ['tools', 'tools-amd64', 'build', 'seed', 'unused', 'used-by-unused', 'image']],
])('stages are used %s', (_, target, unused) => {
  expect(unusedStages(DOCKERFILE, JSON.stringify({ target }))).toEqual(unused);
});
