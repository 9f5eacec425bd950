import type { WireJson } from '../../../model/service.ts';
import { findRepository } from '../find-repository.ts';
import { isDigest } from '../is-digest.ts';
import type { RegistryAnswer, RegistryCall, RegistryOperation } from '../registry-call.ts';
import { RegistryFault } from '../registry-fault.ts';

/** GET `/v2/`: the login is good. */
export const getBase: RegistryOperation = () => json({});

/** GET `/v2/_catalog`. */
export const getCatalog: RegistryOperation = ({ state }) =>
  json({ repositories: [...state.repositories.keys()].sort() });

/** GET tags, in the order of their letters, `n` at a time after `last`. */
export const listTags: RegistryOperation = (call) => {
  const repository = findRepository(call.state, call.repository);
  const last = call.query.get('last') ?? '';
  const tags = [...repository.tags.keys()].sort().filter((tag) => tag > last);
  const limit = pageSize(call);
  const page = tags.slice(0, limit);
  const end = page.at(-1);
  const next = `/v2/${repository.name}/tags/list?n=${limit}&last=${encodeURIComponent(end ?? '')}`;
  return json(
    { name: repository.name, tags: page },
    page.length < tags.length && end !== undefined ? { link: `<${next}>; rel="next"` } : {},
  );
};

/** GET referrers: every manifest whose subject is this digest; an unknown digest has none. */
export const listReferrers: RegistryOperation = ({ state, repository: name, reference, query }) => {
  const repository = findRepository(state, name);
  if (!isDigest(reference))
    throw new RegistryFault('DIGEST_INVALID', `'${reference}' is not a digest`, { status: 400 });
  const wanted = query.get('artifactType');
  const manifests = [...repository.images.values()]
    .filter(({ subject, artifactType }) => subject === reference && (wanted === null || artifactType === wanted))
    .map(({ mediaType, digest, manifest, artifactType, annotations }) => ({
      mediaType,
      digest,
      size: manifest.length,
      ...(artifactType === null ? {} : { artifactType }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    }));
  return json(
    { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests },
    {
      'content-type': 'application/vnd.oci.image.index.v1+json',
      ...(wanted === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
  );
};

function pageSize({ query }: RegistryCall): number {
  const n = query.get('n');
  if (n === null) return 1000;
  if (!/^\d+$/.test(n))
    throw new RegistryFault('PAGINATION_NUMBER_INVALID', `n is a number, not '${n}'`, { status: 400 });
  return Math.min(Number(n), 1000);
}

function json(body: WireJson, headers: Readonly<Record<string, string>> = {}): RegistryAnswer {
  const text = JSON.stringify(body);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    },
    body: text,
  };
}
