import { UserError } from '../messages/user-error';

/**
 * What `cargo new` refuses for a program, or warns of: keywords, folders of the target folder, crates of the compiler, and
 * names that Windows has for devices. Ours besides: the crates that may be put in, and the builder image.
 */
const TAKEN = new Set(
  [
    'abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in',
    'let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof',
    'union unsafe unsized use virtual where while yield',
    'build deps examples incremental',
    'test core std alloc proc_macro proc-macro',
    'con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9',
    'mimalloc tikv-jemallocator muslrust-chef',
  ].flatMap((names) => names.split(' ')),
);

/** The crate that a project starts with: its name, as far as cargo takes it. */
export function crateName(projectName: string): string {
  const name = projectName
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    // an image is called as its crate, and its name ends with none of these and has no two of them in a row
    .replace(/[_-]{2,}/g, '-')
    .replace(/[_-]$/, '');
  if (!/^[a-z][a-z0-9_-]*$/.test(name)) {
    throw new UserError(
      `name: no crate can be called ${JSON.stringify(projectName)}. Choose a name that begins with a letter.`,
    );
  }
  return TAKEN.has(name) ? `${name}-app` : name;
}
