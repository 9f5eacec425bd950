import type { PrebuiltImage } from '../image/distinct-images.ts';
import { imageName } from '../image/image-name.ts';
import { prebuiltMissing } from '../model/errors.ts';
import type { EcrFacts } from '../model/facts.ts';
import { imageNameParts } from '../registry/image-reference.ts';
import { imageArtifacts } from './image-artifacts.ts';
import type { ImageFragment } from './with-scan.ts';

/**
 * What one image that is there already adds to a plan: no step, and the digest it has now.
 *
 * @throws PREBUILT_MISSING
 */
export function planPrebuilt(facts: EcrFacts, { name, users, reference: form }: PrebuiltImage): ImageFragment {
  const found = facts.prebuilt?.[name];
  if (!found) throw prebuiltMissing(name);
  const { uri, digest, platforms } = found;
  const { tag } = imageNameParts(name);
  const reference = imageName({ uri, tag, digest }, form ?? undefined);
  return {
    steps: [],
    artifacts: imageArtifacts(users, { reference, repositoryUri: uri, tag: tag ?? '', digest, platforms }),
    notes: [],
    warnings: [],
  };
}
