import type { RunContext } from '@funade/core';
import { useRegistryClient } from '../login/registry-login.ts';
import type { EcrFacts } from '../model/facts.ts';
import { parseImageReference } from '../registry/image-reference.ts';
import { describeImage, readManifest } from '../registry/read-image.ts';

/**
 * The commit that an image of one of these repositories says it was built from; null where it does not say, is not there, or
 * may not be read.
 */
export async function readCommit(
  image: string,
  { repositories }: Pick<EcrFacts, 'repositories'>,
  context: RunContext,
): Promise<string | null> {
  const { host, name, reference } = parseImageReference(image);
  const isOurs = Object.values(repositories).some((repository) => repository?.uri === `${host}/${name}`);
  if (!isOurs) return null;
  try {
    const client = await useRegistryClient(context, host);
    const manifest = await readManifest(client, name, reference);
    return manifest === null ? null : (await describeImage(client, name, manifest)).revision;
  } catch {
    context.signal.throwIfAborted();
    return null;
  }
}
