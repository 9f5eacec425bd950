import type { Descriptor } from './manifest.ts';

/** Bytes a second that a connection is given up below, once its first minute is over. */
const slowest = 8 * 1024;

/** How long a blob may take: by its size, so that no answer that trickles goes on for ever. */
export function timeForBlob({ size }: Pick<Descriptor, 'size'>): { readonly total: number } {
  return { total: 60_000 + Math.ceil(size / slowest) * 1000 };
}
