/** Where the sources are while cargo runs. */
export const SOURCES = '/app';

/** Mounts them, without a layer of their own: what a script writes into them is gone after it. */
export const MOUNT_SOURCES = `type=bind,target=${SOURCES},rw`;
