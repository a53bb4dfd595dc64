import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Component, Project } from 'projen';
import { faultOfJson } from './json-fault';
import { readPins, SaidPins } from './read-pins';
import { assertReadable } from '../files/obstacle';
import { projectsOf } from '../files/projects-of';
import { UserError } from '../messages/user-error';
import { Warnings } from '../messages/warnings';
import { PinnedAction, Pins, PINS } from '../pins';

const ID = 'muslrust-chef-pins';

/** What has a synth bring the file up to date before it is read. */
const VARIABLE = 'MUSLRUST_CHEF_PINS';

/**
 * `muslrust-chef.pins.json`, the user's: which upstream versions hold in a repository in place of those that this package
 * ships. It is beside the rc file, and holds for all projects of it, so that a synth reads nothing outside of its own folder.
 *
 * What it says wins, however old it is: whoever pins wants no other before they ask for it. What can only fail is refused.
 */
export class PinFile extends Component {
  public static readonly NAME = 'muslrust-chef.pins.json';

  /** That of a project's rc file. It is read once in a synth. */
  public static of({ root }: Project): PinFile {
    return (root.node.tryFindChild(ID) as PinFile | undefined) ?? new PinFile(root);
  }

  /** What a file says, and what this package ships of what it does not say. */
  public static pinsOf(said: SaidPins): Pins {
    return {
      ...PINS,
      ...said,
      images: { ...PINS.images, ...said.images },
      crates: { ...PINS.crates, ...said.crates },
      pypi: { ...PINS.pypi, ...said.pypi },
      actions: { ...PINS.actions, ...said.actions },
    };
  }

  /** What a folder's file says; nothing where there is none. */
  public static read(folder: string): SaidPins | undefined {
    const path = join(folder, PinFile.NAME);
    assertReadable(path, PinFile.NAME);
    if (!existsSync(path)) return undefined;
    return PinFile.parse(readFileSync(path, 'utf8'));
  }

  /** What the text of such a file says. */
  public static parse(content: string): SaidPins {
    const text = content.replace(/^\uFEFF/, '');
    const fault = faultOfJson(text);
    if (fault !== undefined) {
      throw new UserError(`${PinFile.NAME}, ${fault}. Mend it, or remove the file and run \`npx projen pins:update\`.`);
    }
    return readPins(
      JSON.parse(text),
      (key, what) => new UserError(`${PinFile.NAME}: ${key === '' ? '' : `${key}: `}${what}. Mend it, or take it out.`),
    );
  }

  /** The pins that hold. */
  public readonly pins: Pins;

  /** What of them the file says, if there is one. */
  public readonly said?: SaidPins;

  private constructor(root: Project) {
    super(root, ID);
    if (process.env[VARIABLE] === 'update') update(root.outdir);
    this.said = PinFile.read(root.outdir);
    this.pins = PinFile.pinsOf(this.said ?? {});
    // by the rc file, whatever language it is in: where there is one, this package is there too
    if (root.defaultTask && !root.tasks.tryFind('pins:update')) {
      root
        .addTask('pins:update', {
          description: `Look for newer releases of what is pinned, write them to ${PinFile.NAME} and synthesise`,
          env: { [VARIABLE]: 'update' },
        })
        .spawn(root.defaultTask);
    }
  }

  /** Tells the user of a project, unless that of another one was told: what is handed to an action is written for the major that is shipped. */
  public tell(project: Project): void {
    const others = Object.entries(this.said?.actions ?? {}).flatMap(([name, [release]]) => {
      const shipped = PINS.actions[name as PinnedAction][0];
      return majorOf(release) === majorOf(shipped) ? [] : [`${name} ${release} (for ${shipped})`];
    });
    if (others.length > 0 && !projectsOf(project.root).some((each) => Warnings.of(each).haveTold('pins'))) {
      Warnings.of(project).warn({
        id: 'pins',
        text:
          `${PinFile.NAME}: ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} of another major than what the workflows are ` +
          'written for, and may take other inputs. `npx projen pins:update` goes back to it',
      });
    }
  }
}

/** Runs the updater: a synth itself can't wait for an answer. */
function update(folder: string): void {
  const program = join(__dirname, 'update', `updater${extname(__filename)}`);
  const { status } = spawnSync(process.execPath, [...process.execArgv, program, folder], {
    // what is said is said at once; stdout may be read by another program, as by jsii
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    // since Node.js 22 it goes by HTTPS_PROXY if it is told to
    env: { NODE_USE_ENV_PROXY: '1', ...process.env },
  });
  if (status !== 0) {
    throw new UserError('pins:update: not all pins could be asked for, as said above. Nothing is changed: try again.');
  }
}

function majorOf(release: string): string {
  return release.replace(/^v/, '').split('.')[0];
}
