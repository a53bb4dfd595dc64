import { adoptedNames } from '../../../src/adopt/carried-over/adopted-names';
import { readWorkflow } from '../../../src/adopt/old-workflow/old-workflow';
import { RcCall, RcStruct } from '../../../src/adopt/rc-file/rc-value';
import { ContainerRegistry } from '../../../src/registry/container-registry';
import { parseRepository } from '../../../src/registry/reference';
import { ACTIONS } from '../../workflow/actions/actions';

const ROLE = 'arn:aws:iam::123456789012:role/publish';
const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const PROVIDER = 'projects/1/locations/global/workloadIdentityPools/github/providers/app';
const ACCOUNT = 'publish@acme-1.iam.gserviceaccount.com';
const ID = '00000000-0000-0000-0000-000000000001';

const step = (uses: string, inputs: Record<string, string> = {}, id = '') =>
  `- uses: ${uses}\n${id && `  id: ${id}\n`}  with: ${JSON.stringify(inputs)}\n`;
const push = (tags: string) => step('docker/build-push-action@v6', { push: 'true', tags });
const login = (registry: string, username: string, password: string) =>
  step('docker/login-action@v3', { ...(registry && { registry }), username, password });
const configure = (inputs: Record<string, string>, id = 'aws') =>
  step('aws-actions/configure-aws-credentials@v4', { 'aws-region': 'eu-west-1', ...inputs }, id);
const ecr = (inputs: Record<string, string> = {}) => step('aws-actions/amazon-ecr-login@v2', inputs, 'ecr');
const KEYS = {
  'aws-access-key-id': '${{ secrets.AWS_ACCESS_KEY_ID }}',
  'aws-secret-access-key': '${{ secrets.AWS_SECRET_ACCESS_KEY }}',
};
const google = (inputs: Record<string, string>) => step('google-github-actions/auth@v2', inputs, 'auth');
const azure = (inputs: Record<string, string>) => step('azure/login@v2', inputs);

interface Adopted {
  readonly at?: string;
  readonly registry?: [method: string, options: Record<string, unknown>];
  /** What each of the remarks says. */
  readonly remarks: string[];
}

function adopt(steps: string, env = ''): Adopted {
  const indented = steps
    .trim()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
  const text = `on: push\n${env}jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${indented}\n`;
  const workflow = readWorkflow('docker.yml', text)!;
  expect(workflow.isForImagesOnly).toBe(true);
  const images = workflow.images.map(({ repositories }) => ({ name: 'app', binary: 'app', repositories }));
  const options = { folder: '', candidates: ['app'], gitHubName: 'acme/app' };
  const { imageRepository, registry, remarks } = adoptedNames(images, workflow.logins, options);
  const { method, args } = (registry ?? {}) as Partial<RcCall>;
  return {
    at: imageRepository,
    registry: method === undefined ? undefined : [method, (args![0] as RcStruct).options],
    remarks: [...workflow.remarks, ...remarks].map(({ text: each }) => each),
  };
}

const TABLE: Record<string, { steps: string; env?: string } & Omit<Adopted, 'remarks'> & { remarks?: string[] }> = {
  // Amazon
  'ECR by a role': {
    steps: configure({ 'role-to-assume': ROLE }) + ecr() + push('${{ steps.ecr.outputs.registry }}/shop:1'),
    at: `${ECR}/shop`,
    registry: ['amazonEcr', { region: 'eu-west-1', role: ROLE }],
  },
  'ECR of another account than the role': {
    steps:
      configure({ 'role-to-assume': ROLE }) +
      ecr({ registries: '210987654321' }) +
      push('${{ steps.ecr.outputs.registry }}/shop:1'),
    at: '210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop',
    registry: ['amazonEcr', { region: 'eu-west-1', role: ROLE, account: '210987654321' }],
  },
  'ECR by variables, and a command that pushes': {
    env: `env:\n  AWS_REGION: eu-west-1\n  ROLE: ${ROLE}\n`,
    steps:
      configure({ 'aws-region': '${{ env.AWS_REGION }}', 'role-to-assume': '${{ env.ROLE }}' }) +
      ecr() +
      '- run: |\n    docker build -t $REGISTRY/$NAME:$GITHUB_SHA .\n    docker push $REGISTRY/$NAME:$GITHUB_SHA\n' +
      '  env: { REGISTRY: "${{ steps.ecr.outputs.registry }}", NAME: team/shop }\n',
    at: `${ECR}/team/shop`,
    registry: ['amazonEcr', { region: 'eu-west-1', role: ROLE }],
  },
  'ECR by the account that the credentials are of': {
    steps:
      configure({ 'role-to-assume': ROLE }) +
      ecr() +
      push('${{ steps.aws.outputs.aws-account-id }}.dkr.ecr.eu-west-1.amazonaws.com/shop:1'),
    at: `${ECR}/shop`,
    registry: ['amazonEcr', { region: 'eu-west-1', role: ROLE }],
  },
  'ECR by a role in a secret': {
    steps: configure({ 'role-to-assume': '${{ secrets.AWS_ROLE }}' }) + ecr() + push(`${ECR}/shop:1`),
    at: `${ECR}/shop`,
    remarks: [
      `${ECR}: by hand: \`registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: '…', account: '123456789012' })\`: role was \${{ secrets.AWS_ROLE }}, which is no secret: write it out`,
    ],
  },
  'ECR, and nothing says the account': {
    steps:
      configure({ 'role-to-assume': '${{ secrets.AWS_ROLE }}' }) +
      ecr() +
      push('${{ steps.ecr.outputs.registry }}/shop:1'),
    remarks: [
      "not all of it is known here. Without `imageRepository` the image app is ghcr.io/acme/app; `registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: '…' })` says where it was",
    ],
  },
  'ECR by a script, and nothing says the account': {
    steps:
      configure({ 'role-to-assume': '${{ secrets.AWS_ROLE }}' }) +
      ecr() +
      '- run: docker build -t $REGISTRY/shop:1 .\n  env: { REGISTRY: "${{ steps.ecr.outputs.registry }}" }\n',
    remarks: [
      "not all of it is known here. Without `imageRepository` the image app is ghcr.io/acme/app; `registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: '…' })` says where it was",
    ],
  },
  'ECR by an access key': {
    steps: configure(KEYS) + ecr() + push(`${ECR}/shop:1`),
    at: `${ECR}/shop`,
    registry: [
      'withSecrets',
      { host: ECR, usernameSecret: 'AWS_ACCESS_KEY_ID', passwordSecret: 'AWS_SECRET_ACCESS_KEY' },
    ],
    remarks: [
      `${ECR}: an access key logs in there, as before; \`registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: '…', account: '123456789012' })\` needs none: it logs in by OIDC`,
    ],
  },
  'ECR by a role that an access key assumes': {
    steps: configure({ ...KEYS, 'role-to-assume': ROLE }) + ecr() + push(`${ECR}/shop:1`),
    at: `${ECR}/shop`,
    registry: ['amazonEcr', { region: 'eu-west-1', role: ROLE }],
    remarks: ['the role must trust GitHub for it'],
  },
  "ECR by docker's own login": {
    steps: login(ECR, '${{ secrets.AWS_ID }}', '${{ secrets.AWS_KEY }}') + push(`${ECR}/shop:1`),
    at: `${ECR}/shop`,
    registry: ['withSecrets', { host: ECR, usernameSecret: 'AWS_ID', passwordSecret: 'AWS_KEY' }],
  },
  "ECR by Amazon's command": {
    steps:
      configure({ 'role-to-assume': ROLE }) +
      `- run: aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin ${ECR}\n` +
      push(`${ECR}/shop:1`),
    at: `${ECR}/shop`,
    registry: ['amazonEcr', { region: 'eu-west-1', role: ROLE }],
  },
  'public ECR by a role': {
    steps:
      configure({ 'aws-region': 'us-east-1', 'role-to-assume': ROLE }) +
      ecr({ 'registry-type': 'public' }) +
      push('${{ steps.ecr.outputs.registry }}/acme/shop:1'),
    at: 'public.ecr.aws/acme/shop',
    remarks: [
      "public.ecr.aws: by hand: there one logs in by an access key, in two secrets: `registry: ContainerRegistry.withSecrets({ host: 'public.ecr.aws', usernameSecret: 'AWS_ACCESS_KEY_ID', passwordSecret: 'AWS_SECRET_ACCESS_KEY' })`",
    ],
  },
  'public ECR by an access key': {
    steps: configure(KEYS) + ecr({ 'registry-type': 'public' }) + push('public.ecr.aws/acme/shop:1'),
    at: 'public.ecr.aws/acme/shop',
    registry: [
      'withSecrets',
      { host: 'public.ecr.aws', usernameSecret: 'AWS_ACCESS_KEY_ID', passwordSecret: 'AWS_SECRET_ACCESS_KEY' },
    ],
  },
  // Google
  'Artifact Registry by a pool': {
    steps:
      google({ workload_identity_provider: PROVIDER, service_account: ACCOUNT, token_format: 'access_token' }) +
      login('europe-west1-docker.pkg.dev', 'oauth2accesstoken', '${{ steps.auth.outputs.access_token }}') +
      push('europe-west1-docker.pkg.dev/acme-1/images/shop:1'),
    at: 'europe-west1-docker.pkg.dev/acme-1/images/shop',
    registry: [
      'googleArtifactRegistry',
      {
        location: 'europe-west1',
        project: 'acme-1',
        repository: 'images',
        workloadIdentityProvider: PROVIDER,
        serviceAccount: ACCOUNT,
      },
    ],
  },
  "Artifact Registry by Google's command": {
    steps:
      google({ workload_identity_provider: PROVIDER, service_account: ACCOUNT }) +
      step('google-github-actions/setup-gcloud@v2') +
      '- run: gcloud auth configure-docker us-docker.pkg.dev --quiet\n' +
      push('us-docker.pkg.dev/acme-1/images/shop:1'),
    at: 'us-docker.pkg.dev/acme-1/images/shop',
    registry: [
      'googleArtifactRegistry',
      {
        location: 'us',
        project: 'acme-1',
        repository: 'images',
        workloadIdentityProvider: PROVIDER,
        serviceAccount: ACCOUNT,
      },
    ],
  },
  'Artifact Registry by a pool in secrets': {
    steps:
      google({ workload_identity_provider: '${{ secrets.WIF }}', service_account: ACCOUNT }) +
      push('us-docker.pkg.dev/acme-1/images/shop:1'),
    at: 'us-docker.pkg.dev/acme-1/images/shop',
    remarks: [
      `us-docker.pkg.dev: by hand: \`registry: ContainerRegistry.googleArtifactRegistry({ location: 'us', project: 'acme-1', repository: 'images', workloadIdentityProvider: '…', serviceAccount: '${ACCOUNT}' })\`: workloadIdentityProvider was \${{ secrets.WIF }}, which is no secret: write it out`,
    ],
  },
  'Artifact Registry by a key of an account': {
    steps:
      google({ credentials_json: '${{ secrets.GOOGLE }}' }) +
      '- run: gcloud auth configure-docker us-docker.pkg.dev\n' +
      push('us-docker.pkg.dev/acme-1/images/shop:1'),
    at: 'us-docker.pkg.dev/acme-1/images/shop',
    remarks: ['credentials_json was a key, and OIDC needs none'],
  },
  'Artifact Registry by a key, as a password': {
    steps:
      login('us-docker.pkg.dev', '_json_key', '${{ secrets.GAR_JSON_KEY }}') +
      push('us-docker.pkg.dev/acme-1/images/shop:1'),
    at: 'us-docker.pkg.dev/acme-1/images/shop',
    registry: ['withSecrets', { host: 'us-docker.pkg.dev', passwordSecret: 'GAR_JSON_KEY' }],
    remarks: [
      '_json_key: by hand: it was the user at us-docker.pkg.dev, and is read from the secret REGISTRY_USERNAME',
    ],
  },
  // Azure
  'ACR by an identity': {
    steps:
      azure({ 'client-id': ID, 'tenant-id': ID, 'subscription-id': '${{ secrets.SUBSCRIPTION }}' }) +
      '- run: az acr login --name acmeprod\n' +
      push('acmeprod.azurecr.io/shop:1'),
    at: 'acmeprod.azurecr.io/shop',
    registry: ['azure', { name: 'acmeprod', clientId: ID, tenantId: ID }],
  },
  'ACR by an identity in secrets': {
    steps:
      azure({ 'client-id': '${{ secrets.CLIENT }}', 'tenant-id': '${{ vars.TENANT }}' }) +
      '- run: az acr login -n acmeprod\n' +
      push('acmeprod.azurecr.io/shop:1'),
    at: 'acmeprod.azurecr.io/shop',
    remarks: [
      "acmeprod.azurecr.io: by hand: `registry: ContainerRegistry.azure({ name: 'acmeprod', clientId: '…', tenantId: '…' })`: clientId was ${{ secrets.CLIENT }}, tenantId was ${{ vars.TENANT }}, which is no secret: write it out",
    ],
  },
  'ACR by the credentials of a principal': {
    steps: azure({ creds: '${{ secrets.AZURE_CREDENTIALS }}' }) + push('acmeprod.azurecr.io/shop:1'),
    at: 'acmeprod.azurecr.io/shop',
    remarks: ['creds was a key, and OIDC needs none'],
  },
  "ACR by docker's own login": {
    steps:
      login('acmeprod.azurecr.io', '${{ secrets.ACR_USER }}', '${{ secrets.ACR_PASSWORD }}') +
      push('acmeprod.azurecr.io/shop:1'),
    at: 'acmeprod.azurecr.io/shop',
    registry: [
      'withSecrets',
      { host: 'acmeprod.azurecr.io', usernameSecret: 'ACR_USER', passwordSecret: 'ACR_PASSWORD' },
    ],
  },
  "ACR by Azure's action for docker": {
    steps:
      step('Azure/docker-login@v2', {
        'login-server': 'acmeprod.azurecr.io',
        username: '${{ secrets.ACR_USER }}',
        password: '${{ secrets.ACR_PASSWORD }}',
      }) + push('acmeprod.azurecr.io/shop:1'),
    at: 'acmeprod.azurecr.io/shop',
    registry: [
      'withSecrets',
      { host: 'acmeprod.azurecr.io', usernameSecret: 'ACR_USER', passwordSecret: 'ACR_PASSWORD' },
    ],
  },
  // by a password
  'GHCR by the token of the run': {
    steps: login('ghcr.io', '${{ github.actor }}', '${{ secrets.GITHUB_TOKEN }}') + push('ghcr.io/acme/app:1'),
  },
  'GHCR by a token of somebody': {
    steps: login('ghcr.io', 'jane', '${{ secrets.CR_PAT }}') + push('ghcr.io/acme/app:1'),
    remarks: ["secrets.CR_PAT: needed no more: the run's own token logs in to ghcr.io"],
  },
  'Docker Hub': {
    steps: login('', '${{ secrets.DOCKERHUB_USERNAME }}', '${{ secrets.DOCKERHUB_TOKEN }}') + push('acme/shop:1'),
    at: 'docker.io/acme/shop',
  },
  'Docker Hub by other secrets': {
    steps: login('docker.io', '${{ secrets.HUB_USER }}', '${{ secrets.HUB }}') + push('acme/shop:1'),
    at: 'docker.io/acme/shop',
    registry: ['dockerHub', { usernameSecret: 'HUB_USER', passwordSecret: 'HUB' }],
  },
  'Docker Hub by a variable': {
    steps: login('', '${{ vars.DOCKERHUB_USERNAME }}', '${{ secrets.DOCKERHUB_TOKEN }}') + push('acme/shop:1'),
    at: 'docker.io/acme/shop',
    remarks: [
      '${{ vars.DOCKERHUB_USERNAME }}: by hand: it was the user at docker.io, and is read from the secret DOCKERHUB_USERNAME',
    ],
  },
  'Docker Hub by a command': {
    steps:
      '- run: echo "$TOKEN" | docker login -u "$USER_NAME" --password-stdin\n' +
      '  env: { TOKEN: "${{ secrets.HUB }}", USER_NAME: "${{ secrets.HUB_USER }}" }\n' +
      '- run: |\n    docker build -t acme/shop:1 .\n    docker push acme/shop:1\n',
    at: 'docker.io/acme/shop',
    registry: ['dockerHub', { usernameSecret: 'HUB_USER', passwordSecret: 'HUB' }],
  },
  'Quay by a robot': {
    steps: login('quay.io', 'acme+robot', '${{ secrets.QUAY_TOKEN }}') + push('quay.io/acme/shop:1'),
    at: 'quay.io/acme/shop',
    registry: ['withSecrets', { host: 'quay.io', passwordSecret: 'QUAY_TOKEN' }],
    remarks: ['acme+robot: by hand: it was the user at quay.io, and is read from the secret REGISTRY_USERNAME'],
  },
  'a registry of their own, by a command': {
    steps:
      '- run: docker login registry.acme.com:5000 --username ${{ secrets.USER }} --password "${{ secrets.PASSWORD }}"\n' +
      push('registry.acme.com:5000/shop:1'),
    at: 'registry.acme.com:5000/shop',
    registry: ['withSecrets', { host: 'registry.acme.com:5000', usernameSecret: 'USER', passwordSecret: 'PASSWORD' }],
  },
  'one of several, in one step': {
    steps:
      step('docker/login-action@v4', {
        'registry-auth':
          '- registry: registry.acme.com\n  username: ${{ secrets.USER }}\n  password: ${{ secrets.PASSWORD }}\n- username: ${{ secrets.HUB_USER }}\n  password: ${{ secrets.HUB }}\n',
      }) + push('acme/shop:1'),
    at: 'docker.io/acme/shop',
    registry: ['dockerHub', { usernameSecret: 'HUB_USER', passwordSecret: 'HUB' }],
  },
  'a registry without accounts': { steps: push('registry.acme.com/shop:1'), at: 'registry.acme.com/shop' },
};

test.each(Object.entries(TABLE))('%s', (_, { steps, env, at, registry, remarks = [] }) => {
  const adopted = adopt(steps, env);
  expect(adopted).toEqual({ at, registry, remarks: remarks.map((text) => expect.stringContaining(text)) });
  if (registry) {
    // an option that the synth takes, of the host that the images are at
    const [method, options] = registry;
    const made = (ContainerRegistry as unknown as Record<string, (options: object) => ContainerRegistry>)[method](
      options,
    );
    expect(made.host).toBe(parseRepository(at!).host);
  }
});

test('the inputs that are read are those that the actions declare', () => {
  const read: Record<string, string[]> = {
    'aws-actions/configure-aws-credentials': [
      'aws-region',
      'role-to-assume',
      'aws-access-key-id',
      'aws-secret-access-key',
    ],
    'aws-actions/amazon-ecr-login': ['registries', 'registry-type'],
    'azure/login': ['client-id', 'tenant-id', 'creds'],
    'docker/login-action': ['registry', 'username', 'password', 'registry-auth'],
    'google-github-actions/auth': ['workload_identity_provider', 'service_account', 'credentials_json'],
  };
  for (const [action, inputs] of Object.entries(read)) {
    expect({ action, inputs: inputs.filter((name) => !ACTIONS[action].inputs.includes(name)) }).toEqual({
      action,
      inputs: [],
    });
  }
});
