import { UserError } from '../../messages/user-error';

/**
 * A `package.json` of the user's with packages added to its `devDependencies`, as `npm install --save-dev` writes it: sorted, in
 * the file's own indentation and line ends. Those that it has stay as they are.
 */
export function withDevDependencies(path: string, text: string, packages: Readonly<Record<string, string>>): string {
  const manifest = parsed(path, text);
  const { dependencies = {}, devDependencies = {} } = manifest as Record<string, Record<string, string> | undefined>;
  const missing = Object.entries(packages).filter(([name]) => !(name in dependencies) && !(name in devDependencies));
  if (missing.length === 0) return text;
  const all = Object.entries({ ...devDependencies, ...Object.fromEntries(missing) });
  manifest.devDependencies = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  const [, indent = '  '] = /^[{[]\s*?\n([ \t]+)/.exec(text.replace(/^\uFEFF/, '')) ?? [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const end = /\s*$/.exec(text)![0];
  return JSON.stringify(manifest, undefined, indent).replaceAll('\n', eol) + end;
}

/** The `type` that it says of its programs. */
export function isOfModules(path: string, text: string): boolean {
  return parsed(path, text).type === 'module';
}

function parsed(path: string, text: string): Record<string, unknown> {
  try {
    const manifest = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) {
      return manifest as Record<string, unknown>;
    }
  } catch {
    // said below
  }
  throw new UserError(`${path} is not valid JSON, or no object: mend it, and adopt again`);
}
