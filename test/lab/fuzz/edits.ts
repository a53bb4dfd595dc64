import { SourceTree } from './source-tree';

/** What is built, and how. */
export interface State {
  readonly tree: SourceTree;
  readonly profile: 'dev' | 'release';
  readonly loud: boolean;
}

/** Numbers that an edit makes its choices by. */
export interface Choice {
  /** Which of the files, or earlier states. */
  readonly which: number;
  /** What it becomes. */
  readonly value: number;
}

type Edit = (state: State, choice: Choice, earlier: readonly State[]) => State;

/** Folders whose files something reads as a whole, or file by file. */
const FOLDERS = [
  'protos',
  'queries',
  'shared',
  'docs',
  'crates/assets/assets',
  'crates/app/migrations',
  'crates/base/data',
  'crates/built/templates',
];

const NAMES = ['one', 'two words', 'three\nlines', '"four"', "fi've"];

const MODULE = ['crates/base/src/part.rs', 'crates/base/src/part/mod.rs'];

const [APP, TOOL] = ['crates/app/Cargo.toml', 'crates/tool/Cargo.toml'];
const DEPENDENCIES = ['plain', 'above', 'scripted', 'featured', 'derived'];
const FEATURED = 'featured = { version = "1", features = ["loud"] }\n';
const PATCH = '\n[patch.crates-io]\nplain = { path = "patched/plain" }\n';

const pick = <T>(all: readonly T[], which: number): T => all[which % all.length];
const texts = (tree: SourceTree, matches: (path: string) => boolean) =>
  Object.keys(tree).filter((path) => typeof tree[path] === 'string' && matches(path));
const withFiles = (state: State, files: SourceTree): State => ({ ...state, tree: { ...state.tree, ...files } });
const without = (state: State, path: string): State => {
  const { [path]: _, ...tree } = state.tree;
  return { ...state, tree };
};
const moved = (state: State, from: string, to: string): State =>
  from === to ? state : withFiles(without(state, from), { [to]: state.tree[from] });

/** Changes one text: the number in it, or a comment where there is none. */
function rewritten(text: string, path: string, value: number): string {
  if (path.endsWith('link.args')) return text.replace(/\d+$/, String(value + 10));
  if (path.endsWith('config.toml')) return `# ${value}\n${text.replace(/^#.*\n/, '')}`;
  if (path.endsWith('Cargo.toml')) return text.replace(/version = "0\.1\.\d+"/, `version = "0.1.${value}"`);
  if (!path.endsWith('.rs')) return String(value);
  return / \d+/.test(text) ? text.replace(/ \d+/, ` ${value}`) : text.replace(/^(\/\/.*\n)?/, `// ${value}\n`);
}

/** Everything that happens to a work tree between two builds. */
export const EDITS: Record<string, Edit> = {
  nothing: (state) => state,

  'edit a source': (state, { which, value }) => {
    const path = pick(
      texts(state.tree, (name) => name.endsWith('.rs')),
      which,
    );
    return withFiles(state, { [path]: rewritten(state.tree[path] as string, path, value) });
  },

  'edit any file': (state, { which, value }) => {
    const path = pick(
      texts(state.tree, () => true),
      which,
    );
    return withFiles(state, { [path]: rewritten(state.tree[path] as string, path, value) });
  },

  'edit a file that is no source': (state, { which, value }) => {
    const path = pick(
      texts(state.tree, (name) => !/(\.rs|\.toml)$/.test(name)),
      which,
    );
    return withFiles(state, { [path]: rewritten(state.tree[path] as string, path, value) });
  },

  'add a file': (state, { which, value }) =>
    withFiles(state, { [`${pick(FOLDERS, which)}/${pick(NAMES, value)}`]: String(value) }),

  'remove a file': (state, { which }) =>
    without(
      state,
      pick(
        texts(state.tree, (name) => FOLDERS.some((folder) => name.startsWith(folder))),
        which,
      ),
    ),

  'rename a file': (state, { which, value }) => {
    const path = pick(
      texts(state.tree, (name) => FOLDERS.some((folder) => name.startsWith(folder))),
      which,
    );
    return moved(state, path, path.replace(/[^/]+$/, pick(NAMES, value)));
  },

  'swap two files': (state, { which, value }) => {
    const paths = texts(state.tree, (name) => FOLDERS.some((folder) => name.startsWith(folder)));
    const [one, other] = [pick(paths, which), pick(paths, which + value)];
    return withFiles(state, { [one]: state.tree[other], [other]: state.tree[one] });
  },

  'move a module': (state) => {
    const [from, to] = state.tree[MODULE[0]] === undefined ? [MODULE[1], MODULE[0]] : MODULE;
    return moved(state, from, to);
  },

  'point the link elsewhere': (state, { which }) =>
    withFiles(state, { 'crates/base/link': { to: pick(['data/a file.txt', 'data/another', '../../NOTES'], which) } }),

  'add or remove a program': (state, { value }) => {
    const path = `crates/tool/src/bin/extra-${value % 2}.rs`;
    return state.tree[path] === undefined
      ? withFiles(state, { [path]: `fn main() {\n    println!("extra ${value}");\n}\n` })
      : without(state, path);
  },

  'add or remove a package': (state, { value }) => {
    const manifest = 'crates/more/Cargo.toml';
    return state.tree[manifest] === undefined
      ? withFiles(state, {
          [manifest]: '[package]\nname = "more"\nversion = "0.1.0"\nedition = "2021"\n',
          'crates/more/src/main.rs': `fn main() {\n    println!("more ${value}");\n}\n`,
        })
      : without(without(state, manifest), 'crates/more/src/main.rs');
  },

  'break a source': (state, { which }) => {
    const path = pick(
      texts(state.tree, (name) => name.endsWith('.rs')),
      which,
    );
    return withFiles(state, { [path]: `${state.tree[path] as string}!\n` });
  },

  'mend all sources': (state) =>
    withFiles(
      state,
      Object.fromEntries(
        texts(state.tree, (name) => name.endsWith('.rs')).map((path) => [
          path,
          (state.tree[path] as string).replace(/(!\n)+$/, ''),
        ]),
      ),
    ),

  'go back to an earlier state': (state, { which }, earlier) => (earlier.length > 0 ? pick(earlier, which) : state),

  // bots do that every day: what the lock file says of a dependency, of what one depends on, of several
  'take another version': (state, { which, value }) =>
    withFiles(state, {
      [APP]: (state.tree[APP] as string).replace(
        new RegExp(`^(${pick([...DEPENDENCIES, '\\w+'], which)} = .*"=1\\.0\\.)\\d`, 'gm'),
        `$1${value % 3}`,
      ),
    }),

  'add or remove a dependency': (state) =>
    withFiles(state, {
      [TOOL]: (state.tree[TOOL] as string).includes(FEATURED)
        ? (state.tree[TOOL] as string).replace(FEATURED, '')
        : (state.tree[TOOL] as string) + FEATURED,
    }),

  'switch a feature of a dependency': (state) =>
    withFiles(state, {
      [APP]: (state.tree[APP] as string).replace(/features = \[("loud")?\]/, (_, loud) =>
        loud ? 'features = []' : 'features = ["loud"]',
      ),
    }),

  'patch a dependency, or no more': (state) => {
    const [manifest, patch] = [state.tree['Cargo.toml'] as string, PATCH];
    return withFiles(state, {
      'Cargo.toml': manifest.includes(patch) ? manifest.replace(patch, '') : manifest + patch,
      [APP]: (state.tree[APP] as string).replace(/^(plain = "=1\.0\.)\d/m, '$10'),
    });
  },

  'take another profile': (state) => ({ ...state, profile: state.profile === 'dev' ? 'release' : 'dev' }),

  'switch a feature': (state) => ({ ...state, loud: !state.loud }),
};
