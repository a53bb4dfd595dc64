import { BakeContent } from './bake-content';
import { Line } from './line';
import { Machine } from './machine';

const about = 'secrets';

/** Whether what private sources ask for is there. */
export function lookAtSecrets({ env }: Machine, { secrets, needsAgent }: BakeContent): Line[] {
  const unset = secrets.filter((name) => !env[name]);
  const lines: Line[] = [];
  if (unset.length > 0) {
    lines.push({
      about,
      level: 'fails',
      text: `${unset.join(', ')} ${unset.length === 1 ? 'is' : 'are'} not set, by which builds here read private dependencies`,
      remedy: `export ${unset[0]}=…`,
    });
  }
  if (needsAgent && !env.SSH_AUTH_SOCK) {
    lines.push({
      about,
      level: 'fails',
      text: 'No ssh agent runs, by which builds here read private dependencies',
      remedy: 'eval "$(ssh-agent)" && ssh-add',
    });
  }
  return lines;
}
