/** A file that has more bytes is written by a program. */
export const LARGEST_BY_HAND = 262_144;
