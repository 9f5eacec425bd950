import type { PartialBlob } from '../blob-store.ts';
import { findRepository } from '../find-repository.ts';
import { isDigest } from '../is-digest.ts';
import type { RegistryAnswer, RegistryCall, RegistryOperation } from '../registry-call.ts';
import { RegistryFault } from '../registry-fault.ts';

/** POST: begins an upload; with `mount` and `from` takes the blob from another repository, with `digest` all at once. */
export const beginUpload: RegistryOperation = async (call) => {
  const { state, query } = call;
  const repository = findRepository(state, call.repository);
  const mount = query.get('mount');
  const from = state.repositories.get(query.get('from') ?? '');
  if (mount !== null && from?.blobs.has(mount) === true) {
    repository.blobs.add(mount);
    return created(call, mount);
  }
  const id = state.random.uuid();
  const partial = await state.blobs.begin();
  repository.uploads.set(id, partial);
  const digest = query.get('digest');
  return digest === null ? progress(call, id, partial) : await finish({ ...call, reference: id }, partial, digest);
};

/** PATCH: the next bytes. `Content-Range`, where there is one, must begin where the last chunk ended. */
export const continueUpload: RegistryOperation = async (call) => {
  const partial = findUpload(call);
  checkRange(call, partial);
  await call.state.blobs.append(partial, call.body);
  return progress(call, call.reference, partial);
};

/** PUT: the last bytes, if any, and the digest of the whole. */
export const finishUpload: RegistryOperation = async (call) => {
  const partial = findUpload(call);
  checkRange(call, partial);
  return await finish(call, partial, call.query.get('digest') ?? '');
};

/** GET: how far the upload is. */
export const describeUpload: RegistryOperation = (call) => ({
  ...progress(call, call.reference, findUpload(call)),
  status: 204,
});

export const cancelUpload: RegistryOperation = async (call) => {
  await call.state.blobs.discard(findUpload(call));
  findRepository(call.state, call.repository).uploads.delete(call.reference);
  return { status: 204, headers: {} };
};

async function finish(call: RegistryCall, partial: PartialBlob, digest: string): Promise<RegistryAnswer> {
  const { state, reference: id } = call;
  const repository = findRepository(state, call.repository);
  if (!isDigest(digest)) throw new RegistryFault('DIGEST_INVALID', `'${digest}' is not a digest`, { status: 400 });
  await state.blobs.append(partial, call.body);
  repository.uploads.delete(id);
  if (!(await state.blobs.finish(partial, digest))) {
    throw new RegistryFault('DIGEST_INVALID', `the uploaded bytes do not have digest ${digest}`, { status: 400 });
  }
  repository.blobs.add(digest);
  return created(call, digest);
}

function findUpload({ state, repository, reference }: RegistryCall): PartialBlob {
  const partial = findRepository(state, repository).uploads.get(reference);
  if (partial !== undefined) return partial;
  throw new RegistryFault('BLOB_UPLOAD_UNKNOWN', `there is no upload ${reference}`, { status: 404 });
}

function checkRange(call: RegistryCall, partial: PartialBlob): void {
  const range = call.headers['content-range'];
  if (range === undefined) return;
  const [, start] = /^(?:bytes[ =])?(\d+)-(\d+)/.exec(range) ?? [];
  if (start !== undefined && Number(start) === partial.size) return;
  throw new RegistryFault('BLOB_UPLOAD_INVALID', `the next chunk begins at ${partial.size}, not at ${start ?? range}`, {
    status: 416,
    headers: progress(call, call.reference, partial).headers,
  });
}

function progress({ repository }: RegistryCall, id: string, { size }: PartialBlob): RegistryAnswer {
  return {
    status: 202,
    headers: {
      location: `/v2/${repository}/blobs/uploads/${id}`,
      range: `0-${Math.max(0, size - 1)}`,
      'docker-upload-uuid': id,
    },
  };
}

function created({ repository }: RegistryCall, digest: string): RegistryAnswer {
  return {
    status: 201,
    headers: { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest },
  };
}
