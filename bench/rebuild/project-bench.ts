import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BareCargo } from './bare-cargo';
import { Checkout } from './checkout';
import { CONTENDERS, OURS } from './contender';
import { BARE, planned, PlannedCell, SEEDED } from './plan';
import { Edit, Project } from './project';
import { assertProven, Proof } from './proof';
import { Build, Cell, Results } from './results';
import { downloadedBytes, storedBytes } from './transfers';
import { FreshBuilder } from '../builder/fresh-builder';
import { synth } from '../lib/lab';

const RUNTIME_BASE = 'cgr.dev/chainguard/static:latest';

/** What a build is measured by. */
type Measured = Pick<Build, 'seconds' | 'compiled' | 'importedBytes' | 'exportedBytes'>;

/** The builds of one project, by all contenders. */
export class ProjectBench {
  private readonly kept = new FreshBuilder('bench-kept');
  private readonly fresh = new FreshBuilder('bench-fresh');
  private readonly checkouts = new Map<string, Checkout>();
  private bare?: BareCargo;
  private lastUnique = 0;

  /** @param save is called after each build */
  constructor(
    private readonly project: Project,
    private readonly builderImage: string,
    private readonly results: Results,
    private readonly save: () => void,
  ) {}

  /** Measures what is missing. */
  public run(scenarios: Array<Build['scenario']>): void {
    const missing = scenarios
      .flatMap((scenario) => planned(this.project.name, scenario))
      .filter((cell) => this.isMissing(cell));
    if (missing.length === 0) return;
    this.kept.up(this.builderImage, RUNTIME_BASE);
    try {
      // whatever is measured, each contender begins with a cold build
      this.buildCold(missing);
      this.buildOnEmptyBuilders(missing.filter(({ scenario }) => scenario === 'ephemeral'));
      this.buildOnKeptBuilder(missing.filter(({ scenario }) => scenario === 'kept'));
    } finally {
      this.kept.down();
    }
  }

  private buildCold(missing: PlannedCell[]): void {
    const contenders = new Set(missing.map(({ contender }) => (contender === SEEDED ? OURS.name : contender)));
    const isMeasured = missing.some(({ scenario }) => scenario === 'cold');
    const note = (contender: string, measured: Measured) => {
      if (isMeasured) this.note({ scenario: 'cold', edit: 'none', contender }, measured);
    };
    for (const contender of CONTENDERS.filter(({ name }) => contenders.has(name))) {
      const checkout = new Checkout(this.project, contender, this.builderImage);
      this.checkouts.set(contender.name, checkout);
      note(contender.name, this.buildImage(checkout, {}, this.kept));
    }
    if (contenders.has(BARE)) {
      this.bare = new BareCargo(this.builderImage, this.project.binary);
      this.project.write(this.bare.folder);
      synth(this.bare.folder);
      note(BARE, this.buildBare(this.bare, {}));
    }
  }

  /** Each time on one that has nothing, by what the kept builder exported before the edit. */
  private buildOnEmptyBuilders(missing: PlannedCell[]): void {
    const contenders = new Set(missing.map(({ contender }) => contender));
    const caches = new Map([...contenders].map((contender) => [contender, this.exportCache(contender)]));
    this.inRounds(missing, ({ contender, edit }) => {
      const { args, bytes } = caches.get(contender)!;
      const checkout = this.checkoutOf(contender);
      const lock = join(checkout.folder, 'Cargo.lock');
      const locked = readFileSync(lock);
      const proof = this.edit(checkout.folder, edit);
      this.fresh.up();
      try {
        return { ...this.buildImage(checkout, proof, this.fresh, args), exportedBytes: bytes };
      } finally {
        this.fresh.down();
        // what was exported is of these versions, and the next edit is one of them
        writeFileSync(lock, locked);
      }
    });
  }

  private exportCache(contender: string): { args: string[]; bytes: number } {
    const repository = `${process.env.LAB_REGISTRY}/bench/${this.project.name}/${contender.toLowerCase().replace(/\W+/g, '-')}`;
    const cache = `${repository}/cache:latest`;
    const checkout = this.checkoutOf(contender);
    checkout.build(this.kept.env, '--set', `*.cache-to=type=registry,ref=${cache},mode=max`);
    const args = ['--set', `*.cache-from=type=registry,ref=${cache}`];
    if (contender !== SEEDED) return { args, bytes: storedBytes(cache) };
    const seed = checkout.pushSeed(repository, this.kept.env);
    return {
      args: [...args, '--set', `*.contexts.seed=docker-image://${seed}`],
      bytes: storedBytes(cache) + storedBytes(seed),
    };
  }

  private buildOnKeptBuilder(missing: PlannedCell[]): void {
    this.inRounds(missing, ({ contender, edit }) => {
      if (contender === BARE) return this.buildBare(this.bare!, this.edit(this.bare!.folder, edit));
      const checkout = this.checkoutOf(contender);
      return this.buildImage(checkout, this.edit(checkout.folder, edit), this.kept);
    });
  }

  /** All that are missing once, then again those that still are. */
  private inRounds(cells: PlannedCell[], measure: (cell: PlannedCell) => Measured): void {
    for (let missing = cells; missing.length > 0; missing = missing.filter((cell) => this.isMissing(cell))) {
      missing.forEach((cell) => this.note(cell, measure(cell)));
    }
  }

  private buildImage(checkout: Checkout, proof: Proof, builder: FreshBuilder, args: string[] = []): Measured {
    const start = performance.now();
    const build = checkout.build(builder.env, ...args);
    const seconds = (performance.now() - start) / 1000;
    assertProven(proof, checkout.executable(build), build.result.output);
    return { seconds, compiled: build.compiled, importedBytes: downloadedBytes(build.result.output) };
  }

  private buildBare(bare: BareCargo, proof: Proof): Measured {
    const start = performance.now();
    const output = bare.build();
    const seconds = (performance.now() - start) / 1000;
    assertProven(proof, readFileSync(bare.executable), output);
    return { seconds, compiled: [...output.matchAll(/^ *Compiling (\S+)/gm)].map(([, name]) => name) };
  }

  private edit(folder: string, edit: string): Proof {
    this.lastUnique = Math.max(this.lastUnique + 1, Date.now());
    return this.project.edits[edit as Edit]!(folder, this.lastUnique);
  }

  private checkoutOf(contender: string): Checkout {
    return this.checkouts.get(contender === SEEDED ? OURS.name : contender)!;
  }

  private isMissing(cell: PlannedCell): boolean {
    return this.results.of(cell).length < cell.runs;
  }

  private note(cell: Omit<Cell, 'project'>, measured: Measured): void {
    const { scenario, edit, contender } = cell;
    this.results.add({
      project: this.project.name,
      scenario,
      edit,
      contender,
      at: new Date().toISOString(),
      ...measured,
    });
    console.error(
      `${this.project.name}, ${scenario}, ${edit}, ${contender}: ${measured.seconds.toFixed(1)} s, ${measured.compiled.length} crates`,
    );
    this.save();
  }
}
