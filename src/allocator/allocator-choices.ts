import { isDeepStrictEqual } from 'node:util';
import { Allocator } from './allocator';
import { Pins } from '../pins';

/** An allocator that a project could have, beside the others. */
export interface AllocatorChoice {
  readonly name: string;
  readonly allocator: Allocator;
}

/**
 * What there is to choose from: in the versions that a project has, and with what it has among them.
 *
 * @returns the choices, and which one is the project's
 */
export function allocatorChoices(
  own: Allocator,
  pins: Pins,
): { readonly choices: AllocatorChoice[]; readonly configured: string } {
  const { version, features = [] } = own._crate ?? {};
  const mimalloc = own._crate?.name === 'mimalloc' ? { version, v2: features.includes('v2') } : {};
  const jemalloc = own._crate?.name === 'tikv-jemallocator' ? { version } : {};
  const line = mimalloc.v2 ? 'mimalloc v2' : 'mimalloc';
  const choices = [
    { name: "musl's own", allocator: Allocator.system() },
    { name: line, allocator: Allocator.mimalloc(mimalloc) },
    { name: `${line}, memory-bounded`, allocator: Allocator.mimalloc({ ...mimalloc, memoryBounded: true }) },
    { name: `${line}, huge pages`, allocator: Allocator.mimalloc({ ...mimalloc, hugePages: true }) },
    { name: `${line}, secure`, allocator: Allocator.mimalloc({ ...mimalloc, secure: true }) },
    { name: 'jemalloc', allocator: Allocator.jemalloc(jemalloc) },
  ].map(({ name, allocator }) => ({ name, allocator: allocator._pinnedBy(pins) }));
  const same = choices.find(({ allocator }) => isDeepStrictEqual(whatCounts(allocator), whatCounts(own)));
  return same
    ? { choices, configured: same.name }
    : { choices: [...choices, { name: 'as configured', allocator: own }], configured: 'as configured' };
}

function whatCounts({ _crate, _imageEnvironment }: Allocator) {
  return [_crate, _imageEnvironment];
}
