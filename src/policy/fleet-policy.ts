import { Component, Project } from 'projen';
import { Acknowledgements } from './acknowledgements';
import { assertRules } from './assert-rules';
import { Breach, keyOf } from './breach';
import { FleetPolicyOptions } from './fleet-policy-options';
import { assertVersions } from './old-versions';
import { factsOf } from './policy-facts';
import { breaches } from './rules';
import { projectsOf } from '../files/projects-of';
import { GENERATOR } from '../generator';
import { nothingChanged } from '../messages/nothing-changed';
import { UserError } from '../messages/user-error';
import { WARNINGS } from '../messages/warning-ids';
import { Warnings } from '../messages/warnings';
import { MuslRustChef } from '../muslrust-chef';
import { checked } from '../options/checked';

/**
 * The rules of an organisation: what breaks them stops the synth, unless it is acknowledged with a reason, and is in the record
 * of the project, which `npx projen-muslrust-chef report` reads.
 *
 * It holds for each `MuslRustChef` and `MuslRustChefBuilder` of its project, and of those below. Extend it: hand the options of your organisation to
 * `super`, and override `check` for rules of your own.
 */
export class FleetPolicy extends Component {
  private readonly options: FleetPolicyOptions;
  private readonly acknowledgements: Acknowledgements;
  private readonly stops: string[] = [];

  constructor(project: Project, options: FleetPolicyOptions = {}) {
    [project, options] = checked('FleetPolicy', [project, options], new.target !== FleetPolicy);
    super(project);
    assertRules(options);
    assertVersions(options.minimumVersions ?? {}, GENERATOR.name);
    this.options = options;
    this.acknowledgements = new Acknowledgements(options.acknowledge ?? {});
  }

  /**
   * Rules of your own. It is called once for each `MuslRustChef`, before anything is written; by itself it does nothing.
   *
   * @param chef whose `images`, `platforms`, `registry`, `strategy`, `allocator` and files can be looked at
   */
  public check(chef: MuslRustChef): void {
    checked('FleetPolicy.check', [chef]);
  }

  /**
   * Says that a rule is broken: the synth stops, when all that is broken is known, unless it is acknowledged.
   *
   * @param chef what breaks it
   * @param id of the rule, e.g. `acme-port`: lower-case letters, digits and `-`
   * @param text what is wrong, and what to do
   * @param about what of it, where there may be several, e.g. the name of an image
   */
  public refuse(chef: MuslRustChef, id: string, text: string, about?: string): void {
    checked('FleetPolicy.refuse', [chef, id, text, about]);
    this.add(chef.project, { id, text, about }, this.level);
  }

  /**
   * Says that something is not as it should be, which stops nothing.
   *
   * @param chef what it is about
   * @param id of the rule, e.g. `acme-port`: lower-case letters, digits and `-`
   * @param text what is wrong, and what to do
   * @param about what of it, where there may be several, e.g. the name of an image
   */
  public warn(chef: MuslRustChef, id: string, text: string, about?: string): void {
    checked('FleetPolicy.warn', [chef, id, text, about]);
    this.add(chef.project, { id, text, about }, 'warning');
  }

  /** When all is known, and before anything is written. */
  public preSynthesize(): void {
    super.preSynthesize();
    for (const project of projectsOf(this.project)) {
      const found = factsOf(project).flatMap((facts) => breaches(this.options, facts));
      const known = new Map(found.map((breach) => [`${keyOf(breach)} ${breach.text}`, breach]));
      known.forEach((breach) => this.add(project, breach, this.level));
      const chef = MuslRustChef.of(project);
      if (chef && !project.ejected) this.check(chef);
    }
    if (this.stops.length > 0) {
      throw new UserError(
        `${this.stops.length} of the rules of this project ${this.stops.length === 1 ? 'is' : 'are'} broken. ${nothingChanged()}\n` +
          `${this.stops.map((stop) => `- ${stop}\n`).join('')}` +
          'Mend them, or acknowledge one with a reason, by the option `acknowledge` of the policy: { "<what is in brackets>": "<why>" }.' +
          this.acknowledgements.ofNoUse
            .map((key) => ` Nothing was found that ${JSON.stringify(key)} is for, which it has.`)
            .join(''),
      );
    }
    this.acknowledgements.ofNoUse.forEach((key) =>
      Warnings.of(this.project).warn({
        id: 'policy-acknowledgement',
        text: `acknowledge: nothing was found that ${JSON.stringify(key)} is for: take it out of the rc file`,
      }),
    );
  }

  /** What a broken rule is. */
  private get level(): 'error' | 'warning' {
    return (this.options.enforce ?? true) ? 'error' : 'warning';
  }

  private add(project: Project, breach: Breach, level: 'error' | 'warning'): void {
    assertId(breach.id);
    const key = keyOf(breach);
    const text = breach.text.replace(/\s+/g, ' ').trim();
    const reason = this.acknowledgements.reasonFor(breach);
    if (level === 'error' && reason === undefined) {
      const { outdir, root } = project;
      const where = project === root ? '' : `${outdir.slice(root.outdir.length + 1)}: `;
      this.stops.push(`${where}${text} [${key}]`);
      return;
    }
    Warnings.of(project).found({ id: key, level, text, acknowledged: reason !== undefined, reason });
  }
}

function assertId(id: string): void {
  if (!/^[a-z][a-z0-9-]*$/.test(id) || Object.hasOwn(WARNINGS, id)) {
    throw new UserError(
      `FleetPolicy: ${JSON.stringify(id)} ${Object.hasOwn(WARNINGS, id) ? 'is the id of a warning of this package' : 'is no id of a rule'}. ` +
        'Name it in lower-case letters, digits and "-", e.g. "acme-port".',
    );
  }
}
