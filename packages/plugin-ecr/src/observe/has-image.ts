import { isAwsError } from '@funade/aws';
import { isDeployError, type RunContext } from '@funade/core';
import { parseImageReference } from '../registry/image-reference.ts';
import { readRepositories } from '../repository/read-repositories.ts';
import { readTag } from './read-tagged-image.ts';

/**
 * Whether an image is in ECR and can be pulled; an archived one cannot. Null: it is of another registry, or the caller may not
 * look.
 */
export async function hasImage(image: string, context: RunContext): Promise<boolean | null> {
  const { host, name, reference } = parseImageReference(image);
  const { account, region } = context.environment;
  try {
    const found = (await readRepositories(context, [name], async () => [])).get(name);
    if (found === undefined) return host.startsWith(`${account}.dkr.ecr.${region}.`) ? false : null;
    if (found.uri !== `${host}/${name}`) return null;
    return (await readTag(context, name, reference)).kind === 'image';
  } catch (error) {
    context.signal.throwIfAborted();
    const cause = isDeployError(error) ? error.cause : error;
    if (isAwsError(cause, 'AccessDeniedException', 'InvalidParameterException')) return null;
    throw error;
  }
}
