/** A command that builds images. */
export const BUILD_COMMAND = /\bdocker\s+((buildx|image|builder)\s+)?build\b/;

/** A command that gives a registry images, or tags. */
export const PUSH_COMMAND = /\bdocker\s+(image\s+)?push\b|\bimagetools\s+create\b|\bmanifest\s+push\b|\s--push\b/;

/** Commands that log in to registries, or get ready for it. */
const LOGIN =
  /^(aws\s+ecr(-public)?\s+get-login|az\s+acr\s+login|gcloud\s+(--quiet\s+|-q\s+)?auth\s+(configure-docker|print-access-token)|podman\s+log(in|out)\b)/;

/** Those of docker that leave nothing but images, or show something. */
const DOCKER =
  /^docker\s+(((buildx|image|builder)\s+)?build|(image\s+)?(push|pull|tag|inspect|ls|prune)|images|info|version|log(in|out)|manifest|context|buildx\s+(create|use|inspect|ls|version|imagetools|du|prune|rm|bake\s+--print)|builder\s+prune|system\s+(prune|df))\b/;

/** What lets runners run programs of other platforms. */
const EMULATION = /^docker\s+run\s.*\b(multiarch\/qemu-user-static|tonistiigi\/binfmt)\b/;

/** Programs that only tell something: names, versions. */
const TELLING =
  /^(echo|printf|cat|tr|sed|cut|head|tail|grep|awk|jq|date|basename|dirname|test|true|false|:|set|sort|wc|ls|pwd|sha256sum|git\s+(rev-parse|describe|log|show|show-ref|branch|tag\s+(-l|--list|--points-at)|fetch|config\s+--global\s+--add\s+safe\.directory))(\s|$)/;
/** Of those, the ways in which they change files. */
const CHANGING = /^(sed|awk)\b.*\s(-i|--in-place)/;

/** What a shell does by itself. */
const OF_SHELL = /^(if|then|else|elif|fi|for\s+\w+\s+in\b.*|do|done|\[\[?|!|\{|\}|exit(\s+\d+)?$)(\s|$)/;

/** Folders and files with the digests of what was pushed, for a job that makes one index of them. */
const DIGESTS = /^(mkdir|touch|cd)\s(?=.*digest)/;

/** Where a runner reads what a step tells it, and where nothing is left. */
const TOLD = /^"?(\$\{?GITHUB_(ENV|OUTPUT|STEP_SUMMARY|PATH)\}?|\/dev\/(null|stdout|stderr)|&\d|\$\{\{.*\}\})"?$/;

/** Whether a script does nothing but build images and push them, and get ready for it. */
export function isOfImages(script: string): boolean {
  return commandsOf(script).every(isUnderstood);
}

function isUnderstood(said: string): boolean {
  const inner = [...said.matchAll(/\$\(([^()]*(?:\([^()]*\)[^()]*)*)\)|`([^`]*)`/g)].map(([, a, b]) => a ?? b);
  if (!inner.every(isOfImages)) return false;
  const redirections = [...said.replace(/<<<?/g, ' ').matchAll(/\d?>{1,2}\s*("[^"]*"|[^\s"]+)/g)];
  if (said.includes('<<') && !said.includes('<<<')) return false;
  if (redirections.some(([, target]) => !TOLD.test(target))) return false;
  const command = bare(said);
  if (command === '' || OF_SHELL.test(command)) {
    const rest = command.replace(OF_SHELL, '').trim();
    return /^(\[|exit)/.test(command) || rest === '' || isUnderstood(rest);
  }
  return (
    (DOCKER.test(command) && !/\s(-o|--output)[ =](?!type=(image|registry|docker)\b)/.test(command)) ||
    [LOGIN, EMULATION, DIGESTS].some((kind) => kind.test(command)) ||
    (TELLING.test(command) && !CHANGING.test(command))
  );
}

/** Without the variables that are set, for it or alone. */
function bare(said: string): string {
  const assignment =
    /^((export|local|declare|readonly)(\s+-\w+)*\s+)?\w+\+?=("(\\.|[^"\\])*"|'[^']*'|\$\([^()]*(\([^()]*\)[^()]*)*\)|\$\{\{.*?\}\}|\\.|[^\s"'\\$]|\$)*\s*/;
  let rest = said.replace(/^sudo\s+/, '').trim();
  while (assignment.test(rest)) rest = rest.replace(assignment, '');
  return rest.replace(/^export(\s+\w+)*$/, '');
}

/** The commands of a script, parted by what a shell parts them by. */
function commandsOf(script: string): string[] {
  const text = script.replace(/\\\r?\n/g, ' ').replace(/(^|\s)#.*$/gm, '$1');
  const part =
    /(?:\$\{\{.*?\}\}|\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|`[^`]*`|"(?:\\[^]|\$\([^()]*\)|[^"\\])*"|'[^']*'|\\[^]|>&\d?|&>|[^;&|\n"'\\`])+/g;
  return [...text.matchAll(part)].map(([command]) => command.trim()).filter((command) => command !== '');
}
