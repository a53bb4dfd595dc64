import { Line } from './line';
import { Machine } from './machine';
import { unanswered } from './unanswered';
import { oneLine } from '../report/details';

const about = 'docker';

const INSTALL =
  process.platform === 'linux'
    ? 'https://docs.docker.com/engine/install/'
    : 'https://docs.docker.com/get-started/get-docker/';

/** Whether there is a docker to ask anything: what is wrong with it, if something is. */
export function clientFault(machine: Machine): Line | undefined {
  const answer = machine.ask('docker', ['--version']);
  if (answer.kind === 'absent') {
    return {
      about,
      level: 'fails',
      text:
        machine.find('podman') === undefined
          ? 'There is no docker here, which builds and runs images'
          : 'There is podman here, and no docker. podman reads no bake file, by which the images are built',
      remedy: INSTALL,
    };
  }
  if (answer.kind !== 'ended') return unanswered(about, 'fails', answer);
  // so the package podman-docker calls it
  return /podman/i.test(answer.stdout)
    ? {
        about,
        level: 'fails',
        text: 'docker is podman here, which reads no bake file, by which the images are built',
        remedy: INSTALL,
      }
    : undefined;
}

/** Of docker/cli's `docker version` (cli/command/system/version.go, `versionInfo`), which has no server where it can't reach one. */
interface Versions {
  readonly Client: { readonly Version: string; readonly Context?: string };
  readonly Server: { readonly Version: string; readonly Os: string; readonly Arch: string } | null;
}

/**
 * Whether the engine answers.
 *
 * @param isElsewhere whether the builder needs none: then it only loads and runs images
 */
export function lookAtEngine(machine: Machine, isElsewhere: boolean): Line {
  const answer = machine.ask('docker', ['version', '--format', '{{json .}}']);
  const level = isElsewhere ? 'warning' : 'fails';
  if (answer.kind !== 'ended') return unanswered(about, level, answer);
  const versions = parsed(answer.stdout);
  const said = oneLine(answer.stderr) || oneLine(answer.stdout).slice(0, 100) || `exit code ${answer.status}`;
  if (!versions) {
    return {
      about,
      level: 'warning',
      text: `\`docker version\` answers in a way that is not known here: ${said}`,
      remedy: 'docker version',
    };
  }
  const { Client, Server } = versions;
  if (!Server) {
    const needs = isElsewhere ? ', and image:build, image:verify and image:run load and run images by it' : '';
    return /permission denied/i.test(answer.stderr)
      ? {
          about,
          level,
          text: `You may not use Docker's engine${needs}: ${said}. After the command log in again`,
          remedy: 'sudo usermod -aG docker "$USER"',
        }
      : {
          about,
          level,
          text: `Docker's engine does not answer${needs}: ${said}`,
          remedy: start(machine, Client.Context),
        };
  }
  return Server.Os === 'linux'
    ? {
        about,
        level: 'ok',
        text: `docker ${Client.Version}, engine ${Server.Version} (${Server.Os}/${Server.Arch})`,
      }
    : {
        about,
        level: 'fails',
        text: `Docker's engine runs ${Server.Os} containers, and the images are of linux`,
        remedy: '& "$Env:ProgramFiles\\Docker\\Docker\\DockerCli.exe" -SwitchLinuxEngine',
      };
}

function parsed(text: string): Versions | undefined {
  try {
    const { Client, Server } = JSON.parse(text) as Versions;
    const isKnown = typeof Client.Version === 'string' && (Server ? typeof Server.Os === 'string' : Server === null);
    return isKnown ? { Client, Server } : undefined;
  } catch {
    // no JSON, or none with a client in it
    return undefined;
  }
}

/** An engine that somebody has chosen is not the one of this machine. */
function start({ env }: Machine, context: string | undefined): string {
  if (env.DOCKER_HOST) return 'unset DOCKER_HOST';
  if (context !== undefined && context !== 'default') return `docker context inspect ${context}`;
  return process.platform === 'linux' ? 'sudo systemctl start docker' : 'docker desktop start';
}
