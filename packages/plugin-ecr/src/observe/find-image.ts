import { isAwsError } from '@funade/aws';
import { type FoundImage, isDeployError, type RunContext } from '@funade/core';
import { parseImageReference } from '../registry/image-reference.ts';
import { readRepositories } from '../repository/read-repositories.ts';
import { readExpiry } from './read-expiry.ts';
import { readTag } from './read-tagged-image.ts';

/**
 * What ECR has for the name of an image, and when its lifecycle policy takes it away; one in the archive cannot be pulled. Null: it is of another registry, or the caller
 * may not look.
 */
export async function findImage(image: string, context: RunContext): Promise<FoundImage | null> {
  const { host, name, reference } = parseImageReference(image);
  const { account, region } = context.environment;
  try {
    const found = (await readRepositories(context, [name], async () => [])).get(name);
    if (found === undefined) return host.startsWith(`${account}.dkr.ecr.${region}.`) ? { digest: null } : null;
    if (found.uri !== `${host}/${name}`) return null;
    const answer = await readTag(context, name, reference);
    if (answer.kind !== 'image') return { digest: null };
    return { digest: answer.digest, expiry: await readExpiry(context, name, answer.digest) };
  } catch (error) {
    context.signal.throwIfAborted();
    const cause = isDeployError(error) ? error.cause : error;
    if (isAwsError(cause, 'AccessDeniedException', 'InvalidParameterException')) return null;
    throw error;
  }
}
