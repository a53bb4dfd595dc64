/**
 * Where cargo gets private dependencies from, and what it may read there.
 *
 * A credential is mounted while cargo runs, and is in no layer, no cache and no history of an image. It comes from an
 * environment variable of the build; in the workflow that is set from the GitHub secret of the same name.
 */
export class PrivateSource {
  /**
   * A cargo registry. The token is in `CARGO_REGISTRIES_<NAME>_TOKEN`, as cargo itself wants it.
   *
   * @param name what `.cargo/config.toml` calls it, in `[registries.<name>]`
   */
  public static registry(name: string): PrivateSource {
    if (!/^[A-Za-z][\w-]*$/.test(name)) {
      throw new Error(`PrivateSource.registry(${JSON.stringify(name)}): not the name of a registry. Give the one in [registries.<name>] of .cargo/config.toml.`);
    }
    const variable = `CARGO_REGISTRIES_${shout(name)}_TOKEN`;
    return new PrivateSource(variable, secretMount(variable), () => []);
  }

  /**
   * Git repositories over HTTPS. The token is in `GIT_TOKEN_<HOST>`, e.g. `GIT_TOKEN_GITHUB_COM`.
   *
   * @param host the host of the repositories, e.g. `github.com`
   */
  public static git(host: string): PrivateSource {
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/.test(host)) {
      throw new Error(`PrivateSource.git(${JSON.stringify(host)}): not a host. Give its name in lower case, without a scheme or a path, e.g. "github.com".`);
    }
    const variable = `GIT_TOKEN_${shout(host)}`;
    return new PrivateSource(variable, secretMount(variable), (index) => [
      `export GIT_CONFIG_KEY_${index}="credential.https://${host}.helper"`,
      // a git server takes any user name beside a token
      `export GIT_CONFIG_VALUE_${index}="!f() { echo username=x-access-token; echo password=\\$${variable}; }; f"`,
    ]);
  }

  /**
   * Git repositories over SSH, by the keys of the ssh agent. In the workflow that is one with the key in the GitHub
   * secret `SSH_PRIVATE_KEY`.
   *
   * Cargo knows the host keys of github.com; those of another host belong into `net.ssh.known-hosts` of
   * `.cargo/config.toml`.
   */
  public static ssh(): PrivateSource {
    return new PrivateSource('SSH_PRIVATE_KEY', 'type=ssh,required=true', undefined);
  }

  /** @internal Refuses sources that can't be used together. */
  public static _assertCompatible(sources: PrivateSource[]): void {
    const twice = sources.find((source, i) => sources.findIndex(({ _variable }) => _variable === source._variable) < i);
    if (twice) {
      throw new Error(`privateSources: the source whose credential is ${twice._variable} is listed twice. List it once.`);
    }
    if (sources.some(({ _isSsh }) => _isSsh) && sources.some(({ _isGit }) => _isGit)) {
      throw new Error('privateSources: PrivateSource.git() lets the git command fetch, PrivateSource.ssh() lets cargo do it, and cargo does all by one of the two. Use one of them.');
    }
  }

  /** @internal The lines in front of a cargo command that fetches. */
  public static _setup(sources: PrivateSource[]): string[] {
    const git = sources.filter(({ _isGit }) => _isGit);
    const registries = sources.some(({ _isSsh, _isGit }) => !_isSsh && !_isGit);
    return [
      ...(registries
        ? ['# without a provider cargo refuses a registry that wants a token; this one reads the variable', 'export CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS=cargo:token']
        : []),
      ...(git.length > 0 ? gitSetup(git) : []),
    ];
  }

  private constructor(
    /** @internal The variable, and the GitHub secret, that has the credential. */
    public readonly _variable: string,
    /** @internal The mount of a `RUN`. */
    public readonly _mount: string,
    /** @internal The lines that tell git of the credential; none where it is cargo that is to know it. */
    public readonly _gitConfig: ((index: number) => string[]) | undefined,
  ) {}

  /** @internal Whether the ssh agent is what is mounted. */
  public get _isSsh(): boolean {
    return this._gitConfig === undefined;
  }

  /** @internal Whether the git command has to be told of the credential. */
  public get _isGit(): boolean {
    return this._gitConfig !== undefined && this._gitConfig(0).length > 0;
  }
}

function gitSetup(sources: PrivateSource[]): string[] {
  return [
    '# git asks a helper for the token, which reads the variable: it is written nowhere',
    `export CARGO_NET_GIT_FETCH_WITH_CLI=true GIT_CONFIG_COUNT=${sources.length}`,
    ...sources.flatMap((source, i) => source._gitConfig!(i)),
  ];
}

function secretMount(variable: string): string {
  return `type=secret,id=${variable},env=${variable},required=true`;
}

/** A name as environment variables are spelt. */
function shout(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
