/**
 * What the workflow of a folder is called: `image` at the root, `image-services-api` for `services/api`.
 *
 * Two folders never have one name. `/` becomes `-`, so `-` becomes `--`; next to a `/`, where that could not be told
 * apart, and for all that a file's name or an artifact's does not take, the character's code stands.
 */
export function workflowName(kind: string, folder: string): string {
  const code = (text: string) => [...text].map((character) => `_${character.codePointAt(0)!.toString(16)}_`).join('');
  const name = folder
    .replace(/_/g, '__')
    .replace(/[^\w/-]/gu, code)
    .replace(/(?<=^|\/)-+|-+(?=\/|$)/g, code)
    .replace(/-/g, '--')
    .replace(/\//g, '-');
  return name === '' ? kind : `${kind}-${name}`;
}
