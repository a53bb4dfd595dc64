import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Machine } from '../../src/doctor/machine';
import { tempDir, writeTree } from '../util';

/** How long they may take here, in seconds: long, where none hangs, since the machine may have other things to do. */
const SECONDS = { hanging: 2, others: 60 };

/** What stands in for a program: a script of sh with no other program on its PATH, or something that is none. */
export type StandIn = string | 'a folder' | { readonly notExecutable: string } | { readonly interpreter: string };

/**
 * A machine with some programs, and no others.
 *
 * @param linked programs of this machine, by where they are
 */
export function machineWith(
  programs: Record<string, StandIn>,
  env: Record<string, string> = {},
  linked: Record<string, string> = {},
): Machine & { readonly bin: string } {
  const bin = join(tempDir(), 'bin');
  mkdirSync(bin);
  for (const [name, standIn] of Object.entries(programs)) {
    if (standIn === 'a folder') {
      mkdirSync(join(bin, name));
      continue;
    }
    const [interpreter, code] =
      typeof standIn === 'string'
        ? ['/bin/sh', standIn]
        : 'interpreter' in standIn
          ? [standIn.interpreter, '']
          : ['/bin/sh', standIn.notExecutable];
    writeTree(bin, { [name]: `#!${interpreter}\n${code}\n` });
    chmodSync(join(bin, name), typeof standIn === 'object' && 'notExecutable' in standIn ? 0o644 : 0o755);
  }
  for (const [name, path] of Object.entries(linked)) symlinkSync(path, join(bin, name));
  const hangs = Object.values(programs).some((standIn) => typeof standIn === 'string' && standIn.includes(HANGS));
  return Object.assign(new Machine({ PATH: bin, ...env }, hangs ? SECONDS.hanging : SECONDS.others), { bin });
}

/** What takes longer than anybody waits, and has a child that holds its output for as long. */
export const HANGS = `/bin/sleep ${SECONDS.hanging * 3} & wait`;

/** A script that answers some calls, by their arguments, and fails at all others. */
export function answering(calls: Record<string, string | { readonly fails: string; readonly out?: string }>): string {
  const cases = Object.entries(calls).map(([args, answer]) => {
    const [out, err, code] = typeof answer === 'string' ? [answer, '', 0] : [answer.out ?? '', answer.fails, 1];
    return `'${args}') printf '%s\\n' ${quoted(out)}; printf '%s\\n' ${quoted(err)} >&2; exit ${code} ;;`;
  });
  return `case "$*" in\n${cases.join('\n')}\n*) echo "unexpected: $*" >&2; exit 99 ;;\nesac`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

const CLIENT = {
  Version: '28.2.2',
  ApiVersion: '1.50',
  DefaultAPIVersion: '1.50',
  GitCommit: 'e6534b4',
  GoVersion: 'go1.24.3',
  Os: 'linux',
  Arch: 'amd64',
  BuildTime: 'Fri May 30 12:07:14 2025',
  Context: 'default',
};

/** As docker/cli prints it for `{{json .}}` (cli/command/system/version.go). */
export function versions(server: object | null, client: object = {}): string {
  const { Version, ApiVersion, Os, Arch } = CLIENT;
  const engine = { Platform: { Name: 'Docker Engine - Community' }, Components: [], Version, ApiVersion, Os, Arch };
  return JSON.stringify({ Client: { ...CLIENT, ...client }, Server: server && { ...engine, ...server } });
}

/** As docker/buildx prints it (commands/inspect.go), by its documentation (docs/reference/buildx_inspect.md). */
export function inspected({
  driver = 'docker-container',
  status = 'running',
  version = 'BuildKit version: v0.34.2',
  platforms = 'linux/amd64*, linux/amd64/v2, linux/arm64, linux/arm/v7',
  labels = ['org.mobyproject.buildkit.worker.executor:         oci'],
} = {}): string {
  return [
    'Name:          elated_tesla',
    `Driver:        ${driver}`,
    'Last Activity: 2022-11-30 12:42:47 +0100 CET',
    '',
    'Nodes:',
    'Name:                  elated_tesla0',
    'Endpoint:              unix:///var/run/docker.sock',
    'Driver Options:        image="moby/buildkit:latest" network="host"',
    `Status:                ${status}`,
    ...(status === 'running'
      ? [
          'BuildKit daemon flags: --allow-insecure-entitlement=network.host',
          version,
          `Platforms:             ${platforms}`,
          'Labels:',
          ...labels.map((label) => ` ${label}`),
          'GC Policy rule#0:',
          ' All:            false',
          ' Filters:        type==source.local,type==exec.cachemount,type==source.git.checkout',
          ' Keep Duration:  48h0m0s',
          ' Max Used Space: 488.3MiB',
        ]
      : []),
  ].join('\n');
}

/** A docker with all that is wanted. */
export const GOOD: Record<string, string | { readonly fails: string; readonly out?: string }> = {
  '--version': 'Docker version 28.2.2, build e6534b4',
  'version --format {{json .}}': versions({}),
  'buildx version': 'github.com/docker/buildx v0.38.2 1a2b3c4d5e6f',
  'buildx inspect': inspected(),
  'info --format {{json .DockerRootDir}}': '"/nowhere/docker"',
};
