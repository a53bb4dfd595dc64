/** A word by which a name is that of a secret, as BuildKit's own check takes it, more or less. */
const SECRET = /(^|_)(api_?key|auth|creds?|credentials?|key|pass(word|wd|phrase)?|pwd|pword|secrets?|token)(_|$)/i;

/** hadolint looks for a part of a name, anywhere in it (DL3064). */
const SUSPECT = /auth|cred|key|pass|pword|secret|token/i;

/** Whether a variable is that of a secret, by its name. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name) && !/public/i.test(name);
}

/** Whether a linter takes one of these variables for a secret. What they hold is public, and that is for the user to say. */
export function lookSecret(variables: Record<string, unknown>): boolean {
  return Object.keys(variables).some((name) => SUSPECT.test(name));
}
