import { ask, askJson, faultOf } from './ask';

/** The versions of a crate that were not withdrawn. (https://doc.rust-lang.org/cargo/reference/registry-index.html) */
export async function versionsOfCrate(base: string, name: string): Promise<string[]> {
  // all that is asked for has a name of four letters or more
  const url = `${base.replace(/\/$/, '')}/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
  const response = await ask(url);
  if (!response.ok) throw faultOf(url, response);
  const lines = (await response.text()).split('\n').filter((line) => line.trim() !== '');
  return lines
    .map((line) => JSON.parse(line) as { readonly vers: string; readonly yanked: boolean })
    .filter(({ yanked }) => !yanked)
    .map(({ vers }) => vers);
}

/** The versions of a Python package that have a file that was not withdrawn. (https://docs.pypi.org/api/json/) */
export async function versionsOfPackage(base: string, name: string): Promise<string[]> {
  const { releases } = (await askJson(`${base.replace(/\/$/, '')}/pypi/${name}/json`)) as {
    readonly releases: Record<string, readonly { readonly yanked: boolean }[]>;
  };
  return Object.keys(releases).filter((version) => releases[version].some(({ yanked }) => !yanked));
}
