import { CargoDependency } from './dependency';
import { mayApply } from './target-spec';

/** What the features of a crate depend on. */
export interface FeatureCrate {
  readonly features: Readonly<Record<string, readonly string[]>>;
  readonly dependencies: readonly CargoDependency[];
  /** Whether it is a macro, which runs on the machine that compiles. */
  readonly isProcMacro: boolean;
}

export interface FeatureRequest {
  readonly features?: readonly string[];
  readonly defaultFeatures: boolean;
  readonly allFeatures?: boolean;
}

/** A dependency that a crate has with the features that are on, and whether it is compiled for the machine that compiles. */
export interface ActiveDependency<C> {
  readonly dependency: CargoDependency;
  /** `undefined` where its manifest is not at hand. */
  readonly crate: C | undefined;
  readonly onHost: boolean;
}

/** What is on of one crate. */
interface State {
  readonly features: Set<string>;
  /** By the name of the dependency. */
  readonly activated: Set<string>;
  /** What the crate asks of its dependencies besides, by their names: of optional ones, as soon as they are there. */
  readonly asked: Map<string, Set<string>>;
}

/**
 * Which features cargo switches on, by https://doc.rust-lang.org/cargo/reference/features.html: what is built in one go shares
 * them, and with resolver 2 what runs on the machine that compiles has its own.
 * (rust-lang/cargo, src/cargo/core/resolver/features.rs)
 */
export class FeatureResolution<C extends FeatureCrate> {
  private readonly states = { target: new Map<C, State>(), host: new Map<C, State>() };

  /**
   * @param crateOf what a dependency comes to, if its manifest is at hand
   * @param resolver of the workspace
   */
  constructor(
    private readonly crateOf: (dependency: CargoDependency, of: C) => C | undefined,
    private readonly resolver: string,
  ) {}

  /** Has a crate built. */
  public build(crate: C, { features = [], defaultFeatures, allFeatures }: FeatureRequest): void {
    this.activate(crate, false, features, defaultFeatures);
    if (allFeatures) {
      Object.keys(crate.features).forEach((feature) => this.switchOn(crate, false, feature));
      implicitFeatures(crate).forEach((feature) => this.switchOn(crate, false, feature));
    }
  }

  /** Whether a feature is on, also one of a dependency (`dependency/feature`), as far as manifests are at hand. */
  public isOn(crate: C, feature: string): boolean {
    const [dependency, ofDependency] = feature.split(/\??\//);
    if (ofDependency === undefined) return this.stateOf(crate, false)?.features.has(feature) ?? false;
    return this.active(crate, false).some(
      (used) =>
        used.dependency.name === dependency &&
        (used.crate
          ? (this.stateOf(used.crate, used.onHost)?.features.has(ofDependency) ?? false)
          : used.dependency.features.includes(ofDependency) || this.asks(crate, dependency, ofDependency)),
    );
  }

  /** What a crate is compiled with. */
  public active(crate: C, onHost: boolean): ActiveDependency<C>[] {
    const activated = this.stateOf(crate, onHost)?.activated;
    return crate.dependencies
      .filter(({ kind, target }) => kind !== 'dev' && applies(target, onHost || kind === 'build'))
      .filter(({ name, optional }) => !optional || activated?.has(name))
      .map((dependency) => {
        const used = this.crateOf(dependency, crate);
        return { dependency, crate: used, onHost: onHost || dependency.kind === 'build' || !!used?.isProcMacro };
      });
  }

  /** What a crate asks of a dependency, by its own features. */
  public asksOf(crate: C, dependency: string, onHost: boolean): string[] {
    return [...(this.stateOf(crate, onHost)?.asked.get(dependency) ?? [])];
  }

  private asks(crate: C, dependency: string, feature: string): boolean {
    return this.asksOf(crate, dependency, false).includes(feature);
  }

  private activate(crate: C, onHost: boolean, features: readonly string[], defaultFeatures: boolean): void {
    const known = this.map(onHost);
    const isNew = !known.has(crate);
    if (isNew) known.set(crate, { features: new Set(), activated: new Set(), asked: new Map() });
    for (const feature of [...features, ...(defaultFeatures ? ['default'] : [])]) this.apply(crate, onHost, feature);
    if (isNew) {
      for (const dependency of crate.dependencies.filter(({ optional }) => !optional)) {
        this.use(crate, onHost, dependency);
      }
    }
  }

  /** What stands in a list of features. */
  private apply(crate: C, onHost: boolean, value: string): void {
    const [, name, weak, feature] = /^(?:dep:)?([^/?]*)(\?)?(?:\/(.*))?$/.exec(value)!;
    if (feature !== undefined) {
      if (!weak && crate.dependencies.some((dependency) => dependency.name === name && dependency.optional)) {
        this.switchOnDependency(crate, onHost, name);
        // as it was before there were weak ones
        this.switchOn(crate, onHost, name);
      }
      this.ask(crate, onHost, name, feature);
    } else if (value.startsWith('dep:')) {
      this.switchOnDependency(crate, onHost, name);
    } else {
      this.switchOn(crate, onHost, value);
    }
  }

  private switchOn(crate: C, onHost: boolean, feature: string): void {
    const { features } = this.stateOf(crate, onHost)!;
    if (features.has(feature)) return;
    if (Object.hasOwn(crate.features, feature)) {
      features.add(feature);
      crate.features[feature].forEach((value) => this.apply(crate, onHost, value));
    } else if (implicitFeatures(crate).includes(feature)) {
      features.add(feature);
      this.switchOnDependency(crate, onHost, feature);
    }
  }

  private switchOnDependency(crate: C, onHost: boolean, name: string): void {
    const { activated } = this.stateOf(crate, onHost)!;
    if (activated.has(name)) return;
    activated.add(name);
    for (const dependency of crate.dependencies.filter((entry) => entry.name === name && entry.optional)) {
      this.use(crate, onHost, dependency);
    }
  }

  private ask(crate: C, onHost: boolean, name: string, feature: string): void {
    const { asked, activated } = this.stateOf(crate, onHost)!;
    asked.set(name, (asked.get(name) ?? new Set()).add(feature));
    for (const dependency of crate.dependencies) {
      if (dependency.name === name && (!dependency.optional || activated.has(name))) {
        this.use(crate, onHost, dependency);
      }
    }
  }

  private use(crate: C, onHost: boolean, dependency: CargoDependency): void {
    const { kind, target, name } = dependency;
    const isLegacy = this.resolver === '1';
    if (!isLegacy && (kind === 'dev' || !applies(target, onHost || kind === 'build'))) return;
    const used = this.crateOf(dependency, crate);
    if (!used) return;
    const features = [...dependency.features, ...(this.stateOf(crate, onHost)!.asked.get(name) ?? [])];
    this.activate(used, onHost || kind === 'build' || used.isProcMacro, features, dependency.defaultFeatures);
  }

  private stateOf(crate: C, onHost: boolean): State | undefined {
    return this.map(onHost).get(crate);
  }

  private map(onHost: boolean): Map<C, State> {
    return this.states[onHost && this.resolver !== '1' ? 'host' : 'target'];
  }
}

/** An optional dependency that no feature names by `dep:` is a feature itself. */
export function implicitFeatures({ features, dependencies }: Omit<FeatureCrate, 'isProcMacro'>): string[] {
  const named = new Set(Object.values(features).flat());
  return dependencies
    .filter(({ name, optional }) => optional && !named.has(`dep:${name}`) && !Object.hasOwn(features, name))
    .map(({ name }) => name);
}

function applies(target: string | undefined, onHost: boolean): boolean {
  return target === undefined || mayApply(target, onHost ? 'gnu' : 'musl');
}
