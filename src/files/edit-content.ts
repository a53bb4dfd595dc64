import { FileBase, IResolver } from 'projen';

/** What projen calls to render a file; protected, since it is for subclasses. */
interface Rendering {
  synthesizeContent(resolver: IResolver): string | undefined;
}

/**
 * Edits what a file renders, for files that projen creates itself and that can't be subclassed therefore.
 *
 * The file stays what it is: its overrides and patches come first, the edit last.
 */
export function editContent(file: FileBase, edit: (content: string) => string): void {
  const rendering = file as unknown as Rendering;
  const render = rendering.synthesizeContent.bind(file);
  rendering.synthesizeContent = (resolver) => {
    const content = render(resolver);
    return content === undefined ? undefined : edit(content);
  };
}
