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

/** What an rc file in Python has its packages by. */
const OF_PYTHON: Record<string, string> = {
  '/requirements*.txt': 'requirements',
  '/pyproject.toml': 'pyproject',
  '/uv.lock': 'uv.lock',
  '/poetry.lock': 'poetry.lock',
  '/.python-version': 'python-version',
};

/** The patterns of it that no Rust file of the workspace has the word for: build scripts and macros read what sources name. */
export function housekeeping({ tree, packages }: CargoWorkspace, isOfPython: boolean): string[] {
  const kept = isOfPython ? { ...HOUSEKEEPING, ...OF_PYTHON } : HOUSEKEEPING;
  const sources = packages.flatMap(({ directory }) => rustFiles(tree, directory));
  const named = new Set<string>();
  for (const source of sources) {
    const text = tree.searchable(source) ?? '';
    for (const word of Object.values(kept)) if (text.includes(word)) named.add(word);
  }
  return Object.keys(kept).filter((pattern) => !named.has(kept[pattern]));
}
