import { rustFiles } from '../cargo/rust-files';
import { CargoWorkspace } from '../cargo/workspace';

/**
 * What a repository keeps beside its program, each by a word that a source would name it by. Neither a README nor a licence:
 * an image may hold these, and an edit of them compiles nothing anyway.
 */
const HOUSEKEEPING: Record<string, string> = {
  '/CHANGELOG*': 'CHANGELOG',
  '/CONTRIBUTING*': 'CONTRIBUTING',
  '/CODE_OF_CONDUCT*': 'CODE_OF_CONDUCT',
  '/SECURITY*': 'SECURITY',
  '/compose*.y*ml': 'compose',
  '/docker-compose*.y*ml': 'compose',
  '/.gitlab-ci.yml': 'gitlab',
  '/.circleci': 'circleci',
  '/.editorconfig': 'editorconfig',
  '/.pre-commit-config.yaml': 'pre-commit',
  '/renovate.json': 'renovate',
  '/muslrust-chef.pins.json': 'muslrust-chef.pins',
  '/.vscode': 'vscode',
  '/.idea': '.idea',
};

/** The patterns of it that no Rust file of the workspace has the word for: build scripts and macros read what sources name. */
export function housekeeping({ tree, packages }: CargoWorkspace): string[] {
  const sources = packages.flatMap(({ directory }) => rustFiles(tree, directory));
  const named = new Set<string>();
  for (const source of sources) {
    const text = tree.searchable(source) ?? '';
    for (const word of Object.values(HOUSEKEEPING)) if (text.includes(word)) named.add(word);
  }
  return Object.keys(HOUSEKEEPING).filter((pattern) => !named.has(HOUSEKEEPING[pattern]));
}
