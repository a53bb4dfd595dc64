import { parseRepository } from '../../registry/reference';
import { call, RcValue, struct } from '../rc-file/rc-value';

/** What an old image was put on. */
export interface OldBase {
  /** What says the same; none for the default, and where the old one was for what a static program has no use for. */
  readonly option?: RcValue;
  /** What is different now, if anything is. */
  readonly change?: string;
}

/** Images of Docker Hub that a program was put on for their libc and their shell. */
const WITH_LIBC =
  /^library\/(debian|ubuntu|alpine|busybox|fedora|amazonlinux|archlinux|rust|buildpack-deps|rockylinux|almalinux|photon|oraclelinux)$|^(bitnami\/minideb|redhat\/ubi.*|rockylinux\/.*)$/;

/**
 * @param copied what else was put beside the program
 */
export function baseOption(from: string, copied: { readonly timeZones: boolean; readonly tmp: boolean }): OldBase {
  if (from === 'scratch') {
    return { option: call('RuntimeBase', 'scratch', ...scratchOptions(copied)) };
  }
  const { host, path } = parseRepository(from.replace(/@.*$/, '').replace(/:[^/]*$/, ''));
  if (host === 'gcr.io' && path.startsWith('distroless/')) {
    return {
      option: call('RuntimeBase', 'distrolessStatic'),
      change: path.startsWith('distroless/static')
        ? undefined
        : `${from}: the executable is static, so it needs none of its libraries; RuntimeBase.distrolessStatic() is the same without them`,
    };
  }
  if (host === 'cgr.dev' && path === 'chainguard/static') return {};
  if ((host === 'docker.io' && WITH_LIBC.test(path)) || host === 'cgr.dev' || host === 'public.ecr.aws') {
    return {
      change: `${from}: the executable is static, and the new image has no shell, no libc and no package manager; it has CA certificates, time zones and /tmp`,
    };
  }
  return { option: call('RuntimeBase', 'custom', from) };
}

function scratchOptions(copied: { readonly timeZones: boolean; readonly tmp: boolean }): RcValue[] {
  const options = struct('ScratchOptions', { tmp: copied.tmp || undefined, timeZones: copied.timeZones || undefined });
  return Object.keys(options.options).length > 0 ? [options] : [];
}
