import { Inspection, readInspection } from './inspection';
import { Line } from './line';
import { Machine } from './machine';
import { unanswered } from './unanswered';
import { isBelow, versionNumbers } from '../record/version-numbers';
import { oneLine } from '../report/details';

const about = 'builder';

/** Drivers of builders that need no engine on this machine. (docker/buildx, driver/) */
const ELSEWHERE = ['remote', 'kubernetes', 'cloud'];

/** Since this release files of several platforms go into one folder, as `binaries` wants them. (moby/buildkit, exporter/local/fs.go) */
const ONE_FOLDER = '0.12.0';

/** What is known of a builder. */
export interface LookedAtBuilder {
  /** None where it is the engine that does not answer, of which another line tells. */
  readonly line?: Line;
  /** What it is, if it could be asked. */
  readonly inspection?: Inspection;
  /** Whether it builds without an engine on this machine. */
  readonly isElsewhere: boolean;
}

/**
 * Looks at a builder.
 *
 * @param name of one that is kept elsewhere; else it is the one that buildx takes by itself
 * @param buildkit the release of it that the workflow builds by
 */
export function lookAtBuilder(machine: Machine, name: string | undefined, buildkit: string): LookedAtBuilder {
  const answer = machine.ask('docker', ['buildx', 'inspect', ...(name === undefined ? [] : [name])]);
  const found = (line: Line, inspection?: Inspection, isElsewhere = name !== undefined): LookedAtBuilder => ({
    line,
    inspection,
    isElsewhere,
  });
  if (answer.kind !== 'ended') return found(unanswered(about, 'fails', answer));
  const { status, stdout, stderr } = answer;
  // docker/buildx, store/storeutil/storeutil.go
  const [, missing] = /no builder "(.*)" found/.exec(stderr) ?? [];
  if (missing !== undefined) {
    return found({
      about,
      level: 'fails',
      text: `There is no builder ${missing}${name === undefined ? ', which BUILDX_BUILDER names' : ''}`,
      remedy: name === undefined ? 'unset BUILDX_BUILDER' : 'npx projen image:builder',
    });
  }
  // a builder of the engine's, without the engine
  if (status !== 0 && /docker (API|daemon)/i.test(stderr)) return { isElsewhere: false };
  const inspection = readInspection(stdout);
  if (!inspection) {
    const said = oneLine(status === 0 ? stdout : stderr).slice(0, 200);
    return found({
      about,
      level: 'warning',
      text: `\`docker buildx inspect\` answers in a way that is not known here: ${said}`,
      remedy: 'docker buildx inspect',
    });
  }
  const isElsewhere = ELSEWHERE.includes(inspection.driver);
  if (inspection.driver === '') return { isElsewhere };
  return found(lineOf(inspection, buildkit, name), inspection, isElsewhere);
}

function lineOf({ name, driver, error, nodes }: Inspection, buildkit: string, kept: string | undefined): Line {
  const called = `Builder ${name} (driver ${driver})`;
  const again =
    kept === undefined ? 'docker buildx use default' : `docker buildx rm ${kept} && npx projen image:builder`;
  if (error !== undefined) {
    return { about, level: 'fails', text: `${called} can't be asked: ${oneLine(error)}`, remedy: again };
  }
  const away = nodes.filter(({ status }) => status !== 'running');
  // buildx starts containers and pods by itself, and says of what it can't reach the same as of what is not started
  if (driver === 'remote' && away.length > 0) {
    const names = away.map((node) => node.name).join(', ');
    return { about, level: 'fails', text: `${called}: nothing answers where ${names} should be`, remedy: again };
  }
  const versions = [...new Set(nodes.flatMap(({ version }) => version ?? []))];
  const old = versions.filter((version) => {
    const numbers = versionNumbers(version);
    // a build of one's own has no version
    return numbers !== undefined && !/^v?0\.0\.0/.test(version) && isBelow(numbers, versionNumbers(ONE_FOLDER)!);
  });
  if (old.length > 0) {
    return {
      about,
      level: 'warning',
      text: `${called} has BuildKit ${old.join(', ')}, and \`npx projen binaries\` wants ${ONE_FOLDER}`,
      remedy: `docker buildx create --use --driver-opt image=moby/buildkit:${buildkit}`,
    };
  }
  const state = away.length === nodes.length ? 'starts with the next build' : `BuildKit ${versions.join(', ')}`;
  return { about, level: 'ok', text: `${called}: ${state}` };
}
