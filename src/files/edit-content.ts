import { FileBase, IResolver } from 'projen';

/** What projen calls to render a file; protected, since it is for subclasses. */
interface Rendering {
  synthesizeContent(resolver: IResolver): string | undefined;
}

/** What renders a file as it is now, whatever is edited later. */
export function rendererOf(file: FileBase): Rendering['synthesizeContent'] {
  return (file as unknown as Rendering).synthesizeContent.bind(file);
}

/**
 * Edits what a file renders, for files that projen creates itself and that can't be subclassed therefore.
 *
 * The file stays what it is: its overrides and patches come first, the edit last.
 */
export function editContent(file: FileBase, edit: (content: string) => string): void {
  const render = rendererOf(file);
  (file as unknown as Rendering).synthesizeContent = (resolver) => {
    const content = render(resolver);
    return content === undefined ? undefined : edit(content);
  };
}
