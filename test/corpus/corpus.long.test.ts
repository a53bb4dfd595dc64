import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Corpus, Outcome, report, runAll } from './corpus';
import { AllocatorBlock } from '../../src/allocator/allocator-block';
import { ManifestDependency } from '../../src/cargo/manifest';
import { CargoBinary, CargoWorkspace } from '../../src/cargo/workspace';
import { lineEnd } from '../../src/files/line-end';
import { UserFile } from '../../src/files/user-file';
import { describeWithRust } from '../tools/rust';
import { tempDir } from '../util';

interface Dependency {
  readonly name: string;
  readonly target: string | null;
}

const DEPENDENCY = new ManifestDependency('mimalloc', '0.1.52');

/** The one stretch that was put into a text, all else being equal. */
function insertion(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  const rest = before.length - start;
  expect(after.slice(after.length - rest)).toBe(before.slice(start));
  return after.slice(start, after.length - rest);
}

describeWithRust('the edits of real crates', () => {
  let crates: string[];

  beforeAll(() => {
    crates = Corpus.fetch().crates;
  });

  test('Cargo.toml: every other byte stays, the second time changes nothing, and it is undone exactly', () => {
    const counts = { 'manifests edited': 0, 'manifests refused': 0 };
    for (const path of crates.map((crate) => join(crate, 'Cargo.toml.orig')).filter(existsSync)) {
      const { text } = UserFile.read(path);
      const eol = lineEnd(text);
      const edited = DEPENDENCY.addTo(text, eol);
      if (edited === undefined) {
        counts['manifests refused'] += 1;
        continue;
      }
      expect(insertion(text, edited)).toContain(
        'mimalloc = { version = "0.1.52", default-features = false } # kept by projen-muslrust-chef',
      );
      expect(DEPENDENCY.addTo(edited, eol)).toBe(edited);
      expect(ManifestDependency.removeFrom(edited)).toBe(text);
      counts['manifests edited'] += 1;
    }
    report(counts);
    expect(counts['manifests edited']).toBeGreaterThanOrEqual(300);
    expect(counts['manifests refused'] / counts['manifests edited']).toBeLessThan(0.02);
  });

  test('Cargo.toml: cargo reads what it read before, and the dependency for musl', async () => {
    const counts = { 'manifests proven by cargo': 0, "that cargo can't read alone": 0, 'of the rest not needed': 0 };
    // manifests that inherit from a workspace can't be read by themselves; there are enough others
    const left = crates.filter((crate) => existsSync(join(crate, 'Cargo.toml.orig')));
    while (counts['manifests proven by cargo'] < 300 && left.length > 0) {
      const edits = left.splice(0, 100).map(editedCopy);
      const before = await readManifests(edits.map(({ folder, old }) => ({ folder, text: old })));
      const readable = edits.flatMap((edit, i) =>
        edit.edited !== undefined && before[i].status === 0 ? [{ ...edit, text: edit.edited, before: before[i] }] : [],
      );
      counts["that cargo can't read alone"] += edits.length - readable.length;
      const read = await readManifests(readable);
      readable.forEach(({ before: { stdout, stderr } }, i) => {
        const [old, now] = [stdout, read[i].stdout].map((text) => JSON.parse(text) as { dependencies: Dependency[] });
        const isOurs = ({ name, target }: Dependency) => name === 'mimalloc' && target === 'cfg(target_env = "musl")';
        expect(now.dependencies.filter(isOurs)).toMatchObject([
          { req: '^0.1.52', kind: null, optional: false, uses_default_features: false, features: [] },
        ]);
        expect({ ...now, dependencies: now.dependencies.filter((dependency) => !isOurs(dependency)) }).toEqual(old);
        expect(read[i].stderr).toBe(stderr);
        counts['manifests proven by cargo'] += 1;
      });
      edits.forEach(({ folder }) => rmSync(folder, { recursive: true }));
    }
    counts['of the rest not needed'] = left.length;
    report(counts);
    expect(counts['manifests proven by cargo']).toBeGreaterThanOrEqual(300);
  });

  test('root files: every other byte stays, rustfmt parses them and has no more to say, and they are undone exactly', async () => {
    const counts = {
      'root files edited': 0,
      'different ones': 0,
      'formatted before and after': 0,
      'root files refused': 0,
    };
    const different = new Set<string>();
    const roots = crates.flatMap(binariesOf).flatMap(({ crate, binary }) => {
      const path = join(crate, binary.rootFile);
      const { text } = UserFile.read(path);
      const eol = lineEnd(text);
      const { edition } = binary.package;
      const block = AllocatorBlock.of('mimalloc', 'MiMalloc', edition);
      const edited = block.addTo(text, eol, path);
      if (edited === undefined) {
        counts['root files refused'] += 1;
        return [];
      }
      expect(insertion(text, edited)).toContain('static MUSLRUST_CHEF_ALLOCATOR');
      expect(block.addTo(edited, eol, path)).toBe(edited);
      expect(AllocatorBlock.removeFrom(edited, path)).toBe(text);
      return [{ crate, path, edition, text, edited }];
    });
    const outcomes = await runAll(
      roots.flatMap(({ crate, edition, text, edited }) =>
        [text, edited].map((input) => ({
          program: 'rustfmt',
          args: ['--edition', edition, '--emit', 'stdout'],
          cwd: crate,
          input,
        })),
      ),
    );
    roots.forEach(({ crate, path, text, edited }, i) => {
      const [before, after] = outcomes.slice(2 * i);
      expect([basename(crate), after.status, errors(after.stderr)]).toEqual([
        basename(crate),
        before.status,
        errors(before.stderr),
      ]);
      if (before.status === 0) {
        // a file without a fault stays one, and a fault of another line is none of ours
        expect(AllocatorBlock.removeFrom(after.stdout, path)).toBe(before.stdout);
        if (before.stdout === text) {
          expect(after.stdout).toBe(edited);
          counts['formatted before and after'] += 1;
        }
      }
      counts['root files edited'] += 1;
      different.add(text);
    });
    counts['different ones'] = different.size;
    report(counts);
    expect(counts['root files edited']).toBeGreaterThanOrEqual(300);
    expect(counts['formatted before and after']).toBeGreaterThanOrEqual(200);
    expect(counts['root files refused']).toBeLessThan(5);
  });
});

/** The sources of a crate, without its manifest; and that as it was, and with the dependency. */
function editedCopy(crate: string) {
  const folder = tempDir();
  for (const entry of readdirSync(crate)) {
    if (!/^Cargo|toolchain|^\.cargo$/.test(entry)) symlinkSync(join(crate, entry), join(folder, entry));
  }
  const { bom, text } = UserFile.read(join(crate, 'Cargo.toml.orig'));
  const edited = DEPENDENCY.addTo(text, lineEnd(text));
  return { folder, old: bom + text, edited: edited === undefined ? undefined : bom + edited };
}

/** What cargo reads in the manifest of each folder. */
async function readManifests(manifests: { folder: string; text: string }[]): Promise<Outcome[]> {
  return runAll(
    manifests.map(({ folder, text }) => {
      writeFileSync(join(folder, 'Cargo.toml'), text);
      return { program: 'cargo', args: ['read-manifest'], cwd: folder };
    }),
  );
}

function binariesOf(crate: string): { crate: string; binary: CargoBinary }[] {
  try {
    return CargoWorkspace.discover(crate).binaries.map((binary) => ({ crate, binary }));
  } catch (error) {
    // most crates are libraries
    if (/no binary/.test((error as Error).message)) return [];
    throw error;
  }
}

/** Without the places, which have moved. */
function errors(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => /^(error|warning)/i.test(line))
    .map((line) => line.replace(/\d+/g, ''));
}
