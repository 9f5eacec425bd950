import { findRepository } from '../find-repository.ts';
import { isDigest } from '../is-digest.ts';
import type { RegistryCall, RegistryOperation } from '../registry-call.ts';
import { RegistryFault } from '../registry-fault.ts';

/** GET and HEAD, with `Range`. */
export const getBlob: RegistryOperation = (call) => {
  const { state, reference: digest, method, headers } = call;
  const size = blobSize(call);
  const common = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
  };
  const range = method === 'GET' ? parseRange(headers.range, size) : null;
  if (range === 'unsatisfiable') {
    throw new RegistryFault('RANGE_INVALID', `blob has ${size} bytes`, {
      status: 416,
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  const whole = { status: 200, headers: { ...common, 'content-length': String(size) } };
  if (method === 'HEAD') return whole;
  if (range === null) return { ...whole, body: state.blobs.open(digest) };
  const { start, end } = range;
  return {
    status: 206,
    headers: { ...common, 'content-length': String(end - start + 1), 'content-range': `bytes ${start}-${end}/${size}` },
    body: state.blobs.open(digest, range),
  };
};

export const deleteBlob: RegistryOperation = (call) => {
  blobSize(call);
  findRepository(call.state, call.repository).blobs.delete(call.reference);
  return { status: 202, headers: {} };
};

function blobSize({ state, repository: name, reference: digest }: RegistryCall): number {
  const repository = findRepository(state, name);
  if (!isDigest(digest)) throw new RegistryFault('DIGEST_INVALID', `'${digest}' is not a digest`, { status: 400 });
  const size = repository.blobs.has(digest) ? state.blobs.size(digest) : null;
  if (size === null) throw new RegistryFault('BLOB_UNKNOWN', `blob ${digest} is not in ${name}`, { status: 404 });
  return size;
}

/** One range of bytes; null without a header or with one that is not understood, which the specification lets pass. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}
