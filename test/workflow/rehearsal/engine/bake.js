// `docker buildx bake` of the stand-in: what it would build is written down, what it would push is a file of the registry.

const { createHash } = require('node:crypto');
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { REGISTRY, LOG, FAILS, GITHUB_SHA } = process.env;

function fail(message) {
  console.error(`ERROR: ${message}`);
  process.exit(1);
}

function did(line) {
  appendFileSync(LOG, `${line}\n`);
  if (FAILS && new RegExp(FAILS).test(line)) fail(`failed: ${line}`);
}

const hash = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const store = (reference, digest, platforms) =>
  writeFileSync(join(REGISTRY, reference.replaceAll('/', '+')), `${digest} ${platforms} image\n`);

/** Options and what is beside them; each option has a value, by a blank or by `=`. */
function parse(args) {
  const options = {};
  const others = [];
  while (args.length > 0) {
    const arg = args.shift();
    if (!arg.startsWith('--')) {
      others.push(arg);
      continue;
    }
    const [name, ...value] = arg.slice(2).split('=');
    (options[name] ??= []).push(value.length > 0 ? value.join('=') : args.shift());
  }
  return { options, others };
}

/** A text of the bake file, with the variables that it has. */
function evaluate(text, variables) {
  return text.replace(/\$\{(.*?)\}/g, (_, expression) => {
    const call = /^replace\((\w+), "\*", "(.*)"\)$/.exec(expression);
    if (call) return variables[call[1]].replace('*', call[2]);
    if (!(expression in variables)) fail(`what is \${${expression}}?`);
    return variables[expression];
  });
}

function bake({ options, others }) {
  const { variable, group, target: targets } = JSON.parse(readFileSync(options.file[0], 'utf8'));
  const variables = Object.fromEntries(
    Object.entries(variable).map(([name, { default: value }]) => [name, process.env[name] ?? value]),
  );
  variables.SUFFIX = variables.TAG === '' ? '' : `:${variables.TAG}`;
  const metadata = {};
  for (const name of others.length > 0 ? others : group.default.targets) {
    const target = targets[name] ?? fail(`failed to find target ${name}`);
    const overrides = {};
    for (const override of options.set ?? []) {
      const [, pattern, key, value] = /^([^.]+)\.([\w.-]+?)=(.*)$/.exec(override) ?? fail(`invalid override ${override}`);
      if (pattern !== '*' && !targets[pattern]) fail(`could not find any target matching '${pattern}'`);
      // the last one wins
      if (pattern === '*' || pattern === name) overrides[key] = value;
    }
    const tags = (overrides.tags === undefined ? (target.tags ?? []) : [overrides.tags]).map((tag) => evaluate(tag, variables));
    const caches = (key) =>
      (overrides[key] === undefined ? (target[key] ?? []) : [overrides[key]])
        .map((cache) => evaluate(cache, variables))
        .filter((cache) => cache);
    const { platform } = overrides;
    did(`build ${name} for ${platform}${caches('cache-from').map((cache) => `, reads ${cache}`).join('')}`);
    caches('cache-to').forEach((cache) => did(`write cache ${cache}`));
    const output = overrides.output ?? (target.output ?? targets._common?.output)?.[0];
    if (/^type=cacheonly/.test(output)) continue;
    if (/^type=docker/.test(output)) {
      did(`load ${tags[0]}`);
      continue;
    }
    if (tags.length === 0) fail('tag is needed when pushing to registry');
    const digest = hash(`${name} ${platform} ${GITHUB_SHA}`);
    if (/\bpush-by-digest=true\b/.test(output)) {
      // exporter/containerimage/export.go:59 of BuildKit
      if (/:[^/]+$/.test(tags[0])) fail(`can't push tagged ref ${tags[0]} by digest`);
      did(`push ${tags[0]} by digest`);
      store(`${tags[0]}@${digest}`, digest, platform);
    } else {
      did(`push ${tags[0]}`);
      store(tags[0], digest, platform);
    }
    metadata[name] = {
      // what the container driver writes on GitHub: the event's payload, 11 kB and more
      ...(process.env.BUILDX_METADATA_PROVENANCE === 'disabled' ? {} : { 'buildx.build.provenance': 'x'.repeat(38_000) }),
      'buildx.build.ref': `builder-00000000-0000-0000-0000-000000000000/builder0/${digest.slice(7, 32)}`,
      'containerimage.descriptor': {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest,
        size: 1234,
        annotations: { 'org.opencontainers.image.created': '1970-01-01T00:00:00Z' },
        platform: { architecture: 'amd64', os: 'linux' },
      },
      'containerimage.digest': digest,
      'image.name': tags[0],
    };
  }
  writeFileSync(options['metadata-file'][0], JSON.stringify(metadata));
}

bake(parse(process.argv.slice(2)));
