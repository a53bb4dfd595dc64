import { isBefore } from './release';

/** What is known of releases that fail: what is older than `oldest`, and what comes from `below` on, is refused. */
interface Limits {
  readonly oldest: string;
  readonly below?: string;
  readonly reason: string;
}

/** By the name of a crate or a Python package. */
export const KNOWN_BAD: Record<'cargo-chef' | 'mimalloc' | 'tikv-jemallocator' | 'ziglang', Limits> = {
  'cargo-chef': {
    oldest: '0.1.65',
    reason: 'these have no `cook --no-build`, by which the dependencies are compiled',
  },
  mimalloc: {
    oldest: '0.1.52',
    reason: 'these fail: 0.1.45 does not compile for musl, 0.1.51 dies with an illegal instruction on ARMv8.0',
  },
  'tikv-jemallocator': {
    oldest: '0.6.0',
    reason:
      "these can't be told the page size of arm64 without that of amd64, and end there on a kernel with larger pages",
  },
  ziglang: {
    oldest: '0.15.0',
    below: '0.16.0',
    reason:
      'only 0.15 is known to be good: 0.16 takes twice as long for C++, 0.17 compiles its C library in each build',
  },
};

/** That a release is refused, why, and which ones are not, behind "is"; nothing where it is not. */
export function refusalOf(name: string, version: string): string | undefined {
  const limits = (KNOWN_BAD as Record<string, Limits | undefined>)[name];
  if (!limits) return undefined;
  const { oldest, below, reason } = limits;
  const isOld = isBefore(version, oldest);
  if (!isOld && (below === undefined || isBefore(version, below))) return undefined;
  const range = isOld ? `before ${oldest}` : `from ${below} on`;
  return `refused, as are all releases ${range} (${reason}): name ${oldest} or a later one${below === undefined ? '' : ` before ${below}`}`;
}
