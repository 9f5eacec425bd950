import type { S3Client } from '@aws-sdk/client-s3';
import { isAwsError, translateError, useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import { stateInOtherRegion, stateMissing } from '../lookup/errors.ts';

const clientKey = resourceKey<S3Client>('terraform.s3-client');

/** An object of S3. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  /** Region of the bucket. Absent: the environment's. */
  readonly region?: string;
}

/** `s3://states/shop.tfstate`. */
export function objectText({ bucket, key }: ObjectPlace): string {
  return `s3://${bucket}/${key}`;
}

/**
 * The text of an object.
 *
 * Source: S3 GetObject.
 * @throws TERRAFORM_STATE_MISSING, TERRAFORM_STATE_REGION; AWS errors
 */
export async function loadObject(place: ObjectPlace, context: RunContext): Promise<string> {
  const session = await useSession(context);
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { bucket, key, region = context.environment.region } = place;
  const client = await context.resources.use(clientKey.of(`${context.environment.name}:${region}`), () => {
    const config = session.clientConfigFor('s3');
    // Behind an endpoint of one's own, a bucket has no host name.
    return new S3Client({ ...config, region, forcePathStyle: config.endpoint !== undefined });
  });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
      abortSignal: context.signal,
    });
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'NoSuchKey', 'NoSuchBucket')) throw stateMissing(objectText(place), error);
    if (isAwsError(error, 'AuthorizationHeaderMalformed', 'PermanentRedirect')) {
      throw stateInOtherRegion(objectText(place), region, error);
    }
    throw translateError(error, { operation: 's3:GetObject', subject: objectText(place) });
  }
}
