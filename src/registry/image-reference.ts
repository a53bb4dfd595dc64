/** Whether a text is an image reference, as `docker pull` takes it. */
export function isImageReference(text: string): boolean {
  return /^[a-z0-9][\w./:@-]*$/.test(text);
}
