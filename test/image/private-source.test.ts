import { spawnSync } from 'node:child_process';
import { PrivateSource } from '../../src';

test.each([
  ['acme', 'CARGO_REGISTRIES_ACME_TOKEN'],
  ['my-registry_2', 'CARGO_REGISTRIES_MY_REGISTRY_2_TOKEN'],
])('the token of the registry %s is in %s, as cargo wants it', (name, variable) => {
  const source = PrivateSource.registry(name);
  expect(source._variable).toBe(variable);
  expect(source._mount).toBe(`type=secret,id=${variable},env=${variable},required=true`);
});

test.each([
  ['github.com', 'GIT_TOKEN_GITHUB_COM'],
  ['git.example.com:8443', 'GIT_TOKEN_GIT_EXAMPLE_COM_8443'],
  ['my-git', 'GIT_TOKEN_MY_GIT'],
  ['a', 'GIT_TOKEN_A'],
])('the token of the host %s is in %s', (host, variable) => {
  expect(PrivateSource.git(host)._variable).toBe(variable);
});

test.each(['', '1a', 'a b', 'a.b', '-a', 'a/b'])('%j is not the name of a registry', (name) => {
  expect(() => PrivateSource.registry(name)).toThrow(
    `PrivateSource.registry(${JSON.stringify(name)}): not the name of a registry. Give the one in [registries.<name>]`,
  );
});

test.each(['crates-io', 'crates_io', 'Crates-IO'])('%s wants no token', (name) => {
  expect(() => PrivateSource.registry(name)).toThrow(
    `PrivateSource.registry("${name}"): crates.io has nothing private, and cargo reads it without a token. Leave it out`,
  );
});

test.each<[string, string[], string]>([
  ['acme', ['other', 'acme'], ''],
  ['ACME', ['acme'], ''],
  ['my_registry', ['my-registry'], ''],
  // it may be in the builder image
  ['acme', [], ''],
  ['acmee', ['acme'], 'Did you mean "acme"?'],
  ['tools', ['acme', 'other'], 'There are acme, other: name one of them, or add it.'],
])('the registry %s, where the configuration has %j', (name, registries, message) => {
  const check = () =>
    PrivateSource._assertKnown(
      [PrivateSource.ssh(), PrivateSource.git('a.com'), PrivateSource.registry(name)],
      registries,
    );
  if (message === '') {
    expect(check).not.toThrow();
  } else {
    expect(check).toThrow(`privateSources: PrivateSource.registry("${name}") is in none of [registries.*]`);
    expect(check).toThrow(message);
  }
});

test.each([
  '',
  'https://github.com',
  'github.com/acme',
  'GitHub.com',
  '-a.com',
  'a.com-',
  'a.com:',
  'a.com:x',
  'a b',
  '.a',
])('%j is not a host', (host) => {
  expect(() => PrivateSource.git(host)).toThrow(
    `PrivateSource.git(${JSON.stringify(host)}): not a host. Give its name in lower case`,
  );
});

const [REGISTRY, GIT, SSH] = [PrivateSource.registry('acme'), PrivateSource.git('github.com'), PrivateSource.ssh()];

test.each<[PrivateSource[], string[], boolean]>([
  [[], [], false],
  [[REGISTRY], ['CARGO_REGISTRIES_ACME_TOKEN'], false],
  [[SSH], [], true],
  [[REGISTRY, SSH], ['CARGO_REGISTRIES_ACME_TOKEN'], true],
  [[GIT, PrivateSource.git('gitlab.com')], ['GIT_TOKEN_GITHUB_COM', 'GIT_TOKEN_GITLAB_COM'], false],
])('some go together', (sources, tokens, agent) => {
  PrivateSource._assertCompatible(sources);
  expect(PrivateSource._tokens(sources)).toEqual(tokens);
  expect(PrivateSource._needAgent(sources)).toBe(agent);
});

test.each<[string, PrivateSource[], RegExp]>([
  [
    'one twice',
    [GIT, REGISTRY, PrivateSource.git('github.com')],
    /^privateSources: .* GIT_TOKEN_GITHUB_COM is listed twice\. List it once/,
  ],
  [
    'two that are one variable',
    [PrivateSource.registry('a-b'), PrivateSource.registry('a_b')],
    /CARGO_REGISTRIES_A_B_TOKEN is listed twice/,
  ],
  ['two agents', [SSH, PrivateSource.ssh()], /SSH_PRIVATE_KEY is listed twice/],
  ['git in two ways', [SSH, GIT], /^privateSources: .*by one of the two\. Use one of them/],
  ['git in two ways, in the other order', [GIT, REGISTRY, SSH], /by one of the two/],
])('others do not: %s', (_, sources, message) => {
  expect(() => PrivateSource._assertCompatible(sources)).toThrow(message);
});

test('the agent is mounted, and nothing is set up for it', () => {
  expect(SSH._mount).toBe('type=ssh,required=true');
  expect(PrivateSource._setup([SSH])).toEqual([]);
});

/** What is exported, as the shell sees it. */
function exported(sources: PrivateSource[]): Record<string, string> {
  const { stdout } = spawnSync('sh', ['-eu', '-c', [...PrivateSource._setup(sources), 'env'].join('\n')], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
  });
  const entries = stdout
    .trim()
    .split('\n')
    .map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(entries.filter(([name]) => /^(CARGO|GIT)/.test(name)));
}

test('a registry is read by the token in its variable', () => {
  expect(exported([REGISTRY])).toEqual({
    CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: 'cargo:token',
    CARGO_REGISTRIES_ACME_CREDENTIAL_PROVIDER: 'cargo:token',
  });
});

test('each is read by its own token', () => {
  expect(Object.keys(exported([GIT, REGISTRY]))).toEqual(
    expect.arrayContaining(['CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS', 'GIT_CONFIG_VALUE_0']),
  );
});

test('git asks a helper for each host, which reads the variable when it is asked', () => {
  const variables = exported([GIT, PrivateSource.git('git.example.com:8443')]);
  const { GIT_CONFIG_VALUE_0: helper, GIT_CONFIG_VALUE_1: other, ...rest } = variables;
  expect(rest).toEqual({
    CARGO_NET_GIT_FETCH_WITH_CLI: 'true',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'credential.https://github.com.helper',
    GIT_CONFIG_KEY_1: 'credential.https://git.example.com:8443.helper',
  });
  // git-config(1), credential.helper: a value with `!` in front is a command of the shell
  for (const [text, variable] of [
    [helper, 'GIT_TOKEN_GITHUB_COM'],
    [other, 'GIT_TOKEN_GIT_EXAMPLE_COM_8443'],
  ]) {
    const { stdout } = spawnSync('sh', ['-c', `${text.slice(1)} get`], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', [variable]: 's3cret' },
    });
    expect([text[0], stdout]).toEqual(['!', 'username=x-access-token\npassword=s3cret\n']);
  }
});
