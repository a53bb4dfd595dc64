import { isWithin } from '../paths/is-within';

/** What an engine has of its own, mounted over what an image has there (opencontainers/runtime-spec, and what Docker and containerd add). */
const MOUNTED = ['/dev', '/etc/hostname', '/etc/hosts', '/etc/resolv.conf', '/proc', '/sys'];

/** Why a container would not see what an image has at a path, if it would not. */
export function faultOfMount(path: string): string | undefined {
  const mount = MOUNTED.find((each) => isWithin(path, each));
  return (
    mount && `which a container would not see: its engine mounts a ${mount} of its own there. Choose another place.`
  );
}
