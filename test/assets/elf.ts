/** An ELF file for a 64-bit machine, with no code in it: just the headers that tell what it is. */
export interface Elf {
  readonly machine?: 'amd64' | 'arm64' | 'riscv64';
  /** `EXEC` is a program at a fixed address, `DYN` one at any address, or a library. */
  readonly type?: 'REL' | 'EXEC' | 'DYN' | 'CORE';
  /** The dynamic loader that it asks for. */
  readonly loader?: string;
  /** The shared libraries that it needs. A list, even an empty one, makes it have a dynamic section, as static-PIE has. */
  readonly libraries?: string[];
  /** Whether there is anything to load. */
  readonly isLoaded?: boolean;
}

const MACHINES = { amd64: 62, arm64: 183, riscv64: 243 };
const TYPES = { REL: 1, EXEC: 2, DYN: 3, CORE: 4 };
const [PT_LOAD, PT_DYNAMIC, PT_INTERP] = [1, 2, 3];
const [DT_NULL, DT_NEEDED, DT_STRTAB, DT_STRSZ] = [0, 1, 5, 10];

/** The bytes of such a file, by the layout of `man 5 elf`. */
export function elf({ machine = 'amd64', type = 'EXEC', loader, libraries, isLoaded = true }: Elf = {}): Buffer {
  const segments = [...(loader ? [PT_INTERP] : []), ...(isLoaded ? [PT_LOAD] : []), ...(libraries ? [PT_DYNAMIC] : [])];
  const contents = 64 + 56 * segments.length;
  const interpreter = Buffer.from(loader ? `${loader}\0` : '');
  const names = Buffer.from(['', ...(libraries ?? []), ''].join('\0'));
  const namesAt = contents + interpreter.length;
  const dynamicAt = namesAt + names.length;
  const dynamic = words([
    ...(libraries ?? []).flatMap((name) => [DT_NEEDED, names.indexOf(`${name}\0`)]),
    ...[DT_STRTAB, namesAt, DT_STRSZ, names.length, DT_NULL, 0],
  ]);
  const size = dynamicAt + dynamic.length;
  const places: Record<number, [offset: number, size: number]> = {
    [PT_INTERP]: [contents, interpreter.length],
    [PT_LOAD]: [0, size],
    [PT_DYNAMIC]: [dynamicAt, dynamic.length],
  };

  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(TYPES[type], 16);
  header.writeUInt16LE(MACHINES[machine], 18);
  header.writeUInt32LE(1, 20);
  // the program headers follow this one; there are no sections
  header.writeBigUInt64LE(segments.length > 0 ? 64n : 0n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(segments.length, 56);
  header.writeUInt16LE(64, 58);
  const programHeaders = segments.map((segment) => {
    const [offset, length] = places[segment];
    const entry = words([0, offset, offset, offset, length, length, 1]);
    entry.writeUInt32LE(segment, 0);
    entry.writeUInt32LE(4, 4);
    return entry;
  });
  return Buffer.concat([header, ...programHeaders, interpreter, names, dynamic]);
}

function words(values: number[]): Buffer {
  const buffer = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => buffer.writeBigUInt64LE(BigInt(value), 8 * i));
  return buffer;
}
