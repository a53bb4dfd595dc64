import { meant } from '../messages/nearest';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';

/**
 * Where cargo gets private dependencies from, and what it may read there.
 *
 * A credential is mounted while cargo runs, and is in no layer, cache or history of an image. It comes from an environment
 * variable; in the workflow, from the GitHub secret of the same name.
 */
export class PrivateSource {
  /**
   * A cargo registry. The token is in `CARGO_REGISTRIES_<NAME>_TOKEN`, as cargo itself wants it.
   *
   * @param name what `.cargo/config.toml` calls it, in `[registries.<name>]`
   */
  public static registry(name: string): PrivateSource {
    checked('PrivateSource.registry', [name]);
    if (!/^[A-Za-z][\w-]*$/.test(name)) {
      throw new UserError(
        `PrivateSource.registry(${JSON.stringify(name)}): not the name of a registry. Give the one in [registries.<name>] of .cargo/config.toml.`,
      );
    }
    if (/^crates[-_]io$/i.test(name)) {
      throw new UserError(
        `PrivateSource.registry(${JSON.stringify(name)}): crates.io has nothing private, and cargo reads it without a token. Leave it out; where another registry stands in for it, name that one.`,
      );
    }
    return new PrivateSource('registry', `CARGO_REGISTRIES_${variablePart(name)}_TOKEN`, undefined, name);
  }

  /**
   * Git repositories over HTTPS. The token is in `GIT_TOKEN_<HOST>`, e.g. `GIT_TOKEN_GITHUB_COM`.
   *
   * @param host the host of the repositories, e.g. `github.com`
   */
  public static git(host: string): PrivateSource {
    checked('PrivateSource.git', [host]);
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/.test(host)) {
      throw new UserError(
        `PrivateSource.git(${JSON.stringify(host)}): not a host. Give its name in lower case, without a scheme or a path, e.g. "github.com".`,
      );
    }
    return new PrivateSource('git', `GIT_TOKEN_${variablePart(host)}`, host);
  }

  /**
   * Git repositories over SSH, by the keys of the ssh agent. In the workflow that is one with the key in the GitHub
   * secret `SSH_PRIVATE_KEY`.
   *
   * Cargo knows the host keys of github.com; those of another host belong into `net.ssh.known-hosts` of
   * `.cargo/config.toml`.
   */
  public static ssh(): PrivateSource {
    return new PrivateSource('ssh', 'SSH_PRIVATE_KEY');
  }

  /** @internal Refuses sources that can't be used together. */
  public static _assertCompatible(sources: PrivateSource[]): void {
    const twice = sources.find((source, i) => sources.findIndex(({ _variable }) => _variable === source._variable) < i);
    if (twice) {
      throw new UserError(
        `privateSources: the source whose credential is ${twice._variable} is listed twice. List it once.`,
      );
    }
    if (PrivateSource._needAgent(sources) && sources.some(({ kind }) => kind === 'git')) {
      throw new UserError(
        'privateSources: PrivateSource.git() lets the git command fetch, PrivateSource.ssh() lets cargo do it, and cargo fetches everything by one of the two. Use one of them.',
      );
    }
  }

  /**
   * @internal Refuses a registry that the configuration does not have among others. Where it has none, they may be the
   * builder image's.
   */
  public static _assertKnown(sources: PrivateSource[], registries: string[]): void {
    if (registries.length === 0) return;
    // cargo reads the same variable for names of either case, and with "-" or "_"
    const known = registries.map(variablePart);
    const unknown = sources.find(({ registry }) => registry !== undefined && !known.includes(variablePart(registry)));
    if (unknown) {
      const near = meant(unknown.registry!, registries);
      throw new UserError(
        `privateSources: PrivateSource.registry(${JSON.stringify(unknown.registry)}) is in none of [registries.*] of .cargo/config.toml, ` +
          `so its token would have no effect. ${near ? `Did you mean ${JSON.stringify(near)}?` : `There are ${registries.join(', ')}: name one of them, or add it.`}`,
      );
    }
  }

  /** @internal The variables that have tokens. */
  public static _tokens(sources: PrivateSource[]): string[] {
    return sources.filter(({ kind }) => kind !== 'ssh').map(({ _variable }) => _variable);
  }

  /** @internal Whether the ssh agent is needed. */
  public static _needAgent(sources: PrivateSource[]): boolean {
    return sources.some(({ kind }) => kind === 'ssh');
  }

  /** @internal The lines in front of a cargo command that fetches. */
  public static _setup(sources: PrivateSource[]): string[] {
    const git = sources.filter(({ kind }) => kind === 'git');
    return [
      ...(sources.some(({ kind }) => kind === 'registry')
        ? [
            '# without a provider cargo refuses a registry that wants a token; this one reads the variable',
            'export CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS=cargo:token',
            // a provider of the user's own machine, if .cargo/config.toml names one, is not there
            ...sources
              .filter(({ kind }) => kind === 'registry')
              .map(({ _variable }) => `export ${_variable.replace(/_TOKEN$/, '_CREDENTIAL_PROVIDER')}=cargo:token`),
          ]
        : []),
      ...(git.length > 0
        ? [
            '# git asks a helper for the token, which reads the variable: it is written nowhere',
            `export CARGO_NET_GIT_FETCH_WITH_CLI=true GIT_CONFIG_COUNT=${git.length}`,
            ...git.flatMap(({ host, _variable }, index) => [
              `export GIT_CONFIG_KEY_${index}="credential.https://${host}.helper"`,
              `export GIT_CONFIG_VALUE_${index}="${gitHelper(_variable).replace('$', '\\$')}"`,
            ]),
          ]
        : []),
    ];
  }

  /** @internal The same as environment variables, with what has the credentials. */
  public static _environment(
    sources: PrivateSource[],
    credential: (variable: string) => string,
  ): Record<string, string> {
    const git = sources.filter(({ kind }) => kind === 'git');
    return Object.fromEntries([
      ...PrivateSource._tokens(sources).map((variable) => [variable, credential(variable)]),
      ...(sources.some(({ kind }) => kind === 'registry')
        ? [['CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS', 'cargo:token']]
        : []),
      ...(git.length > 0
        ? [
            ['CARGO_NET_GIT_FETCH_WITH_CLI', 'true'],
            ['GIT_CONFIG_COUNT', `${git.length}`],
          ]
        : []),
      ...git.flatMap(({ host, _variable }, index) => [
        [`GIT_CONFIG_KEY_${index}`, `credential.https://${host}.helper`],
        [`GIT_CONFIG_VALUE_${index}`, gitHelper(_variable)],
      ]),
    ]) as Record<string, string>;
  }

  private constructor(
    private readonly kind: 'registry' | 'git' | 'ssh',
    /** @internal The variable of the build, or the GitHub secret, that has the credential. */
    public readonly _variable: string,
    private readonly host?: string,
    private readonly registry?: string,
  ) {
    assertMadeByStatics('PrivateSource', typeof _variable === 'string');
  }

  /** @internal The mount of a `RUN`. */
  public get _mount(): string {
    return this.kind === 'ssh'
      ? 'type=ssh,required=true'
      : `type=secret,id=${this._variable},env=${this._variable},required=true`;
  }
}

/** What git asks for a token, which it reads from a variable; a git server takes any user name beside one. */
function gitHelper(variable: string): string {
  return `!f() { echo username=x-access-token; echo password=$${variable}; }; f`;
}

/** A name as environment variables are spelt. */
function variablePart(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
