import { BakeContent } from './bake-content';
import { Line } from './line';
import { Machine } from './machine';
import { unanswered } from './unanswered';
import { isBelow, versionNumbers } from '../record/version-numbers';
import { oneLine } from '../report/details';

const about = 'buildx';
const INSTALL = 'https://github.com/docker/buildx#installing';

/** What of a bake file, or of a task, an older buildx does not know. */
interface Need {
  readonly since: string;
  readonly level: 'warning' | 'fails';
  readonly what: string;
  isOf(bake: BakeContent): boolean;
}

/** By docker/buildx's tags: where `commands/bake.go` and `bake/bake.go` have it first. */
const NEEDS: Need[] = [
  { since: '0.17.0', level: 'fails', what: '`--allow ssh`, for private sources', isOf: ({ needsAgent }) => needsAgent },
  { since: '0.10.0', level: 'fails', what: 'build arguments that are not there', isOf: ({ hasNull }) => hasNull },
  { since: '0.8.0', level: 'warning', what: '`image:build --fresh`', isOf: () => true },
];

/** Whether there is a buildx that can be asked more, and knows what the projects ask of it. */
export function lookAtBuildx(
  machine: Machine,
  bakes: readonly BakeContent[],
): { readonly answers: boolean; readonly line: Line } {
  const answer = machine.ask('docker', ['buildx', 'version']);
  if (answer.kind !== 'ended') return { answers: false, line: unanswered(about, 'fails', answer) };
  if (answer.status === 0) return { answers: true, line: lineOf(answer.stdout, bakes) };
  const text =
    'This docker has no buildx, the plugin that builds images: docker-buildx-plugin of the packages of Docker, docker-buildx ' +
    'of those of Debian, Ubuntu, Alpine, Arch and of Homebrew';
  return { answers: false, line: { about, level: 'fails', text, remedy: INSTALL } };
}

function lineOf(answer: string, bakes: readonly BakeContent[]): Line {
  // github.com/docker/buildx v0.38.2 <commit> (commands/version.go); packages of others leave the v out
  const [, said] = /\/buildx v?(\S+)/.exec(answer) ?? [];
  const version = said === undefined ? undefined : versionNumbers(said);
  if (!version) {
    return {
      about,
      level: 'warning',
      text: `\`docker buildx version\` answers in a way that is not known here: ${oneLine(answer).slice(0, 100)}`,
      remedy: 'docker buildx version',
    };
  }
  // a build of one's own has none
  if (said.startsWith('0.0.0')) return { about, level: 'ok', text: 'buildx, of a build without a version' };
  const lacking = NEEDS.filter(({ since, isOf }) => isBelow(version, versionNumbers(since)!) && bakes.some(isOf));
  if (lacking.length === 0) return { about, level: 'ok', text: `buildx ${said}` };
  return {
    about,
    level: lacking.some(({ level }) => level === 'fails') ? 'fails' : 'warning',
    text: `buildx ${said} is too old: ${lacking.map(({ since, what }) => `${what} is there since ${since}`).join(', ')}`,
    remedy: INSTALL,
  };
}
