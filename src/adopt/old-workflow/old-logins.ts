import { parseDocument } from 'yaml';
import { valueOf, WorkflowScope } from './workflow-value';
import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';
import { words } from '../old-dockerfile/dockerfile-words';

/** A login to a registry by a user and a password. */
export interface PasswordLogin {
  readonly kind: 'password';
  readonly host: string;
  /** The names of the secrets; none where it is no secret. */
  readonly username?: string;
  readonly password?: string;
  /** The user as it is written, where it is no secret. */
  readonly user?: string;
}

/** A login by an account of a cloud, with what is said of it by the names of options; an expression where it is not known. */
export interface CloudLogin {
  readonly kind: 'amazon' | 'google' | 'azure';
  readonly said: Readonly<Record<string, string>>;
  /** What stands there in place of an identity (OIDC): a key, as its input is called. */
  readonly key?: string;
  /** The secrets of a key in two parts. */
  readonly secrets?: readonly [string, string];
}

export type OldLogin = PasswordLogin | CloudLogin;

/** The logins of a job, and what its steps put out by them, by the expression that reads it. */
export interface OldLogins {
  readonly logins: readonly (OldLogin & {
    /** The number of its step. */
    readonly step: number;
  })[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Reads them from the inputs that the actions themselves declare, and from commands. */
export function loginsOf(steps: readonly YamlMapping[], scope: WorkflowScope): OldLogins {
  const all: OldLogins['logins'][number][] = [];
  const outputs: Record<string, string> = {};
  let amazon: CloudLogin = { kind: 'amazon', said: {} };
  for (const [i, step] of steps.entries()) {
    const logins: OldLogin[] = [];
    const [action] = `${(step.uses as string | undefined) ?? ''}`.toLowerCase().split('@');
    const inputs = mappingOf(step.with);
    const own = { ...scope, env: [...scope.env, mappingOf(step.env)], outputs };
    const said = (name: string) => valueOf(inputs[name], own);
    switch (action) {
      case 'docker/login-action':
      case 'redhat-actions/podman-login':
        for (const each of [inputs, ...listIn(inputs['registry-auth'])]) {
          const [registry, username, password] = ['registry', 'username', 'password'].map((name) =>
            valueOf(each[name], own),
          );
          if (username !== '' || password !== '') logins.push(byPassword(registry, username, password));
        }
        break;
      case 'azure/docker-login':
        logins.push(byPassword(said('login-server'), said('username'), said('password')));
        break;
      case 'aws-actions/configure-aws-credentials': {
        const secrets = [said('aws-access-key-id'), said('aws-secret-access-key')].map(secretIn);
        amazon = {
          kind: 'amazon',
          said: given({ region: said('aws-region'), role: said('role-to-assume') }),
          ...(inputs['aws-access-key-id'] !== undefined && { key: 'aws-access-key-id' }),
          ...(secrets[0] && secrets[1] && { secrets: [secrets[0], secrets[1]] }),
        };
        const account = accountOf(amazon.said.role);
        if (account) outputs[`steps.${step.id as string}.outputs.aws-account-id`] = account;
        break;
      }
      case 'aws-actions/amazon-ecr-login': {
        const isPublic = said('registry-type') === 'public';
        const account = /^\d{12}$/.exec(said('registries'))?.[0];
        const login: CloudLogin = {
          ...amazon,
          said: { ...amazon.said, ...(account && { account }), ...(isPublic && PUBLIC) },
        };
        logins.push(login);
        const host = isPublic ? PUBLIC.host : ecrHost(account ?? accountOf(login.said.role), login.said.region);
        if (host) outputs[`steps.${step.id as string}.outputs.registry`] = host;
        break;
      }
      case 'google-github-actions/auth':
        logins.push({
          kind: 'google',
          said: given({
            workloadIdentityProvider: said('workload_identity_provider'),
            serviceAccount: said('service_account'),
          }),
          ...(inputs.credentials_json !== undefined && { key: 'credentials_json' }),
        });
        break;
      case 'azure/login':
        logins.push({
          kind: 'azure',
          said: given({ clientId: said('client-id'), tenantId: said('tenant-id') }),
          ...(inputs.creds !== undefined && { key: 'creds' }),
        });
        break;
      default:
        if (typeof step.run === 'string') logins.push(...loginsOfScript(step.run, own, amazon));
    }
    all.push(...logins.map((login) => ({ ...login, step: i })));
  }
  return { logins: all, outputs };
}

const PUBLIC = { host: 'public.ecr.aws' };

/** Of `docker login`, with what pipes the password into it. */
function loginsOfScript(run: string, scope: WorkflowScope, amazon: CloudLogin): OldLogin[] {
  const script = run
    .replace(/\\\n/g, ' ')
    .replace(/\$\{\{\s*(.*?)\s*\}\}/g, '${{$1}}')
    .replace(/\$\{?(\w+)\}?/g, (part, name: string) => tight(valueOf(`\${{ env.${name} }}`, scope), part));
  return [...script.matchAll(/([^\n;&]*?)\b(?:docker|podman)\s+login\b([^\n;&|]*)/g)].map(
    ([, before, said]): OldLogin => {
      const all = words(valueOf(said, scope).replace(/\$\{\{\s*(.*?)\s*\}\}/g, '${{$1}}'));
      const after = (...flags: string[]) =>
        all.flatMap((word, i) => {
          const [flag, value] = word.split(/=(.*)/s);
          return flags.includes(flag) ? [value ?? all[i + 1] ?? ''] : [];
        })[0];
      const values = ['-u', '--username', '-p', '--password'];
      const [host = ''] = all.filter((word, i) => !word.startsWith('-') && !values.includes(all[i - 1]));
      if (/\baws\s+ecr(-public)?\s/.test(before)) {
        const [, region] = /--region[ =](\S+)/.exec(before) ?? [];
        return { ...amazon, said: { ...amazon.said, ...(region && { region }), ...(host && { host }) } };
      }
      const [piped = ''] = /\$\{\{secrets\.\w+\}\}/.exec(before) ?? [];
      return byPassword(host, after('-u', '--username') ?? '', after('-p', '--password') ?? piped);
    },
  );
}

/** An expression without its blanks, which is one word then; the variable itself where nothing is known of it. */
function tight(value: string, variable: string): string {
  const bare = value.replace(/\s+/g, '');
  return bare.startsWith('${{env.') ? variable : bare.startsWith('${{') ? bare : value;
}

function byPassword(registry: string, username: string, password: string): PasswordLogin {
  const host = registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const name = secretIn(username);
  return {
    kind: 'password',
    host: host === '' ? 'docker.io' : host,
    username: name,
    password: secretIn(password),
    ...(name === undefined && username !== '' && { user: username }),
  };
}

/** Several logins in one step: a list in YAML, in a text. */
function listIn(input: unknown): YamlMapping[] {
  const list: unknown = typeof input === 'string' ? parseDocument(input, { logLevel: 'silent' }).toJS() : input;
  return Array.isArray(list) ? list.map(mappingOf) : [];
}

function secretIn(value: string): string | undefined {
  return /^\$\{\{\s*secrets\.(\w+)\s*\}\}$/.exec(value)?.[1];
}

/** The account in the ARN of a role. */
export function accountOf(role: string | undefined): string | undefined {
  return /^arn:aws[a-z-]*:iam::(\d{12}):/.exec(role ?? '')?.[1];
}

function ecrHost(account: string | undefined, region: string | undefined): string | undefined {
  return account && region && !region.includes('${{') ? `${account}.dkr.ecr.${region}.amazonaws.com` : undefined;
}

function given(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
