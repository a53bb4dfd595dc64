import { Image } from './image';
import { Warning } from '../messages/warnings';

/** How names of secrets end; what is followed by more, as in `_FILE` or `_TTL`, says something about one. */
const NAME =
  /(password|passwd|passphrase|pwd|secret|token|credentials?|secret_key_base|(^|_)(api|access|account|auth|encryption|license|master|private|secret|signing|ssh)_?key)_?\d*$/i;

/** Values that are secrets whatever they are called: tokens of well-known forms, private keys. */
const TOKEN =
  /^(gh[opsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|npm_\w{30,}|xox[abprs]-[\w-]{10,}|[rs]k_live_\w{10,}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY)/;

/** A URL with a password in it, and that. */
const URL_PASSWORD = /^[a-z][\w+.-]*:\/\/[^\s:/@]*:([^\s@/]+)@/i;

/** What stands for a value, or says something about one. */
const PLACEHOLDER =
  /^(|\*+|\.+|x+|<.*>|\[.*\]|\$\{?\w+\}?|\{\{.*\}\}|%\w+%|(change|replace)[-_ ]?(me|this|it)|(your|my)[-_ ].*|todo|tbd|none|null|nil|unset|dummy|example|placeholder|redacted|true|false|on|off|yes|no|enabled|disabled|required|optional)$/i;

function isSecret(name: string, text: string): boolean {
  const value = text.trim();
  const [, password] = URL_PASSWORD.exec(value) ?? [];
  if (password !== undefined) return !PLACEHOLDER.test(password);
  if (TOKEN.test(value)) return true;
  const isElsewhere = /^(\.{0,2}|~)\/|^\w+:\/\//.test(value);
  // how many tokens, rather than one
  const isNumber = /token$/i.test(name) && /^\d+$/.test(value);
  return NAME.test(name) && !/public/i.test(name) && !PLACEHOLDER.test(value) && !isElsewhere && !isNumber;
}

/** What is said of variables of images that look like secrets. */
export function imageSecretWarnings(images: Pick<Image, 'name' | 'env'>[]): Warning[] {
  const found = images.flatMap(({ name, env }) => {
    const secrets = Object.keys(env).filter((key) => isSecret(key, env[key]));
    return secrets.map((secret) => ({ secret, name }));
  });
  if (found.length === 0) return [];
  const secrets = [...new Set(found.map(({ secret }) => secret))];
  const [first, ...others] = new Set(found.map(({ name }) => name));
  const where = `image ${JSON.stringify(first)}${others.length > 0 ? ` and ${others.length} more` : ''}`;
  return [
    {
      id: 'image-env',
      text:
        `env of ${where}: ${secrets.join(', ')} ${secrets.length === 1 ? 'looks like a secret' : 'look like secrets'}, and whoever can pull an image ` +
        'reads its variables. Take it out, and hand it to the container: by `docker run --env-file`, or a Secret of Kubernetes',
    },
  ];
}
