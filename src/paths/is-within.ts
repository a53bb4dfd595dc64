/** Whether a path is that of a folder, or of something in it; all that is below a root is in `.`. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
