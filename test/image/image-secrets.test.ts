import { imageSecretWarnings } from '../../src/image/image-secrets';
import { synth, WORKSPACE } from '../synth';

const said = (env: Record<string, string>) => imageSecretWarnings([{ name: 'app', env }]);

test.each<[string, string]>([
  ...[
    'DB_PASSWORD',
    'PGPASSWORD',
    'MYSQL_PWD',
    'password',
    'API_KEY',
    'STRIPE_APIKEY',
    'AWS_SECRET_ACCESS_KEY',
    'SECRET_KEY_BASE',
    'JWT_SECRET',
    'GITHUB_TOKEN',
    'ENCRYPTION_KEY',
    'SSH_PRIVATE_KEY',
    'DOCKER_CREDENTIALS',
    'DB_PASSWORD_2',
    'TOKEN1',
    'GPG_PASSPHRASE',
  ].map((name): [string, string] => [name, 'hunter2']),
  ['PASSWORD', '1234'],
  ['DATABASE_URL', 'postgres://app:hunter2@db:5432/app'],
  ['AMQP', 'amqps://:s3cret@mq'],
  ['GH', `ghp_${'a'.repeat(36)}`],
  ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
  ['PEM', '-----BEGIN RSA PRIVATE KEY-----'],
])('%s=%s looks like a secret', (name, value) => {
  expect(said({ A: 'b', [name]: value })).toEqual([
    {
      id: 'image-env',
      text: expect.stringContaining(`env of image "app": ${name} looks like a secret, and whoever can pull an image`),
    },
  ]);
});

test.each<[string, string]>([
  ...[
    '',
    ' ',
    'changeme',
    'CHANGE_ME',
    '<set me>',
    '${DB_PASSWORD}',
    '$X',
    '{{ password }}',
    'xxxx',
    '***',
    'your-password',
    'none',
    'true',
    '/run/secrets/db',
    './secret.txt',
    '~/x',
    'https://vault.example.com/x',
  ].map((value): [string, string] => ['DB_PASSWORD', value]),
  ...[
    'DB_PASSWORD_FILE',
    'TOKEN_TTL',
    'SECRET_NAME',
    'AUTH_MODE',
    'AUTH_URL',
    'API_KEY_HEADER',
    'PUBLIC_KEY',
    'JWT_PUBLIC_KEY',
    'CACHE_KEY',
    'SORT_KEY',
    'AUTHOR',
    'KEYBOARD',
    'TOKENIZER',
    'AWS_ACCESS_KEY_ID',
    'COMPASS',
    'RUST_LOG',
  ].map((name): [string, string] => [name, 'hunter2']),
  ['MAX_TOKEN', '4096'],
  ['DATABASE_URL', 'postgres://app@db/app'],
  ['DATABASE_URL', 'postgres://app:${PASSWORD}@db/app'],
  ['DATABASE_URL', 'postgres://app:<password>@db/app'],
  ['URL', 'http://localhost:8080/a@b'],
])('%s=%s does not', (name, value) => {
  expect(said({ [name]: value })).toEqual([]);
});

test('it is said once for all images and all variables, and silenced by its id', () => {
  const imageDefaults = { env: { API_KEY: 'x1y2', DB_PASSWORD: 'hunter2' } };
  const { warnings } = synth(WORKSPACE, { imageDefaults });
  expect(warnings).toEqual([
    'env of image "server" and 1 more: API_KEY, DB_PASSWORD look like secrets, and whoever can pull an image reads its variables. ' +
      'Take it out, and hand it to the container: by `docker run --env-file`, or a Secret of Kubernetes [image-env]',
  ]);
  expect(synth(WORKSPACE, { imageDefaults, acknowledge: ['image-env'] }).warnings).toEqual([]);
});
