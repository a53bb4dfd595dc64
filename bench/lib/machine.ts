import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

/** Where and when something was measured. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly kernel: string;
  readonly versions: Record<string, string>;
}

/** @param versions of the tools that a figure depends on */
export function machine(versions: Record<string, string> = {}): Machine {
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform,
    kernel: release(),
    versions: { node: process.version, ...versions },
  };
}
