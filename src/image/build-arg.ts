import { isSecretName } from './secret-names';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';

/** What the Dockerfile and the bake file have a meaning of their own for, the shell, or the network. */
const RESERVED =
  /^(CACHE_(SCOPE|FROM|TO)|REPOSITORY|TAG|SUFFIX|(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT)|(BUILDKIT|BAKE|BUILDX|DOCKER|COMPOSE)_.*|SOURCE_DATE_EPOCH|PATH|HOME|PWD|IFS|SHELL|USER|LD_.*|(HTTPS?|FTP|ALL|NO)_PROXY|(https?|ftp|all|no)_proxy)$/;

/** What a runner has a value for, which would be handed on; a step can't give these another one. */
const OF_RUNNER = /^(CI|(GITHUB|RUNNER|ACTIONS)_.*)$/;

/** What cargo sets for build scripts (https://doc.rust-lang.org/cargo/reference/environment-variables.html). */
const OF_CARGO = /^(OUT_DIR|TARGET|HOST|NUM_JOBS|OPT_LEVEL|DEBUG|PROFILE|DEP_.*)$/;

/** What cargo, rustc and C compilers are configured by: dependencies have been compiled without it. */
const CONFIGURES =
  /^(CARGO(_.*)?|RUST(C|DOC|UP)?(_.*)?|RUST(C|DOC)?FLAGS|((TARGET|HOST)_)?(CC|CXX|AR|RANLIB|CFLAGS|CXXFLAGS|ARFLAGS)(_.*)?)$/;

/**
 * A variable that build scripts, `env!` and `option_env!` of the workspace see while the image is built; dependencies are
 * compiled without it. Whoever runs the build may give another value, by an environment variable of its name.
 */
export class BuildArg {
  /** The commit that is built, in full: `GITHUB_SHA` in the workflow, `git rev-parse HEAD` elsewhere. */
  public static revision(): BuildArg {
    return new BuildArg('', 'git rev-parse HEAD', false);
  }

  /** What `git describe --tags --always --dirty` says: the newest tag, and how many commits it is behind. */
  public static describe(): BuildArg {
    return new BuildArg('', 'git describe --tags --always --dirty', true);
  }

  /**
   * The release that is built, without its `v`: `1.2.3`, or `1.2.3-4-g1a2b3c4` four commits later; the abbreviated commit
   * where there is no release yet.
   */
  public static version(): BuildArg {
    return new BuildArg('', 'git describe --tags --always --dirty --match "v[0-9]*" | sed "s/^v//"', true);
  }

  /**
   * A text.
   *
   * @param text that is the same in each build
   */
  public static value(text: string): BuildArg {
    checked('BuildArg.value', [text]);
    return new BuildArg(text);
  }

  /** @internal Refuses names that a build could not hand on, or that mean something already. */
  public static _assertNames(buildArgs: Record<string, BuildArg>): void {
    for (const name of Object.keys(buildArgs)) {
      const where = `buildArgs: ${JSON.stringify(name)}`;
      if (!/^[A-Za-z_]\w*$/.test(name)) {
        throw new UserError(`${where} is not the name of a variable. Use letters, digits and _, as in "APP_VERSION".`);
      }
      const reason = RESERVED.test(name)
        ? 'means something to the build already'
        : OF_RUNNER.test(name)
          ? 'is a variable of the runner, whose value would win'
          : OF_CARGO.test(name) && 'is what cargo sets for build scripts, in place of your value';
      if (reason) {
        throw new UserError(`${where} ${reason}. Choose another name, e.g. "APP_${name}".`);
      }
      if (CONFIGURES.test(name)) {
        throw new UserError(
          `${where} configures cargo or a compiler, and dependencies are compiled without build arguments: all would be compiled again. ` +
            'Say it in .cargo/config.toml, or by dockerfile.beforeCook("ENV …").',
        );
      }
    }
  }

  /** @internal What is said of names that look like those of secrets. */
  public static _warnings(buildArgs: Record<string, BuildArg>): Warning[] {
    return BuildArg._secretive(buildArgs).map((name) => ({
      id: 'build-arg',
      text:
        `buildArgs: ${name} looks like a secret. A build argument is in the history of layers, in caches and, where a crate reads it, ` +
        'in the program. Take it out; a registry or git repository is read by `privateSources`, which leaves nothing behind',
    }));
  }

  /** @internal The names that look like those of secrets. */
  public static _secretive(buildArgs: Record<string, BuildArg>): string[] {
    return Object.keys(buildArgs).filter(isSecretName);
  }

  private constructor(
    /** @internal What it is where nothing else is said. */
    public readonly _text: string,
    /** @internal The command that prints it; none where it is a text. */
    public readonly _command?: string,
    /** @internal Whether the command reads tags and history. */
    public readonly _readsHistory: boolean = false,
  ) {
    assertMadeByStatics('BuildArg', typeof _text === 'string');
  }
}
