import { denialText } from '../../identity/check-permission.ts';
import { textIn } from '../../model/input.ts';
import { AwsFault, type Call } from '../../model/service.ts';
import type { Bucket, S3State, StoredObject } from './state.ts';

/** The bucket of a request. Refuses a missing one, one of another account that is not shared, and one of another region. */
export function findBucket({ buckets }: S3State, { input, account, region, callerArn, operation }: Call): Bucket {
  const name = textIn(input, 'Bucket') ?? '';
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (bucket.region !== region) {
    throw new AwsFault(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`,
    );
  }
  if (bucket.account !== account && !bucket.sharedWith.includes(account)) {
    const text = denialText(callerArn, {
      action: `s3:${actionOf(operation)}`,
      resource: `"${objectArn(input.Bucket, input.Key)}"`,
    });
    throw new AwsFault('AccessDenied', text.replace('identity-based', 'resource-based'), 403);
  }
  return bucket;
}

/** The object of a request. Whoever may not list the bucket does not learn that it is missing. */
export function findObject(bucket: Bucket, { input, isAllowed, callerArn }: Call): StoredObject {
  const object = bucket.objects.get(textIn(input, 'Key') ?? '');
  if (object !== undefined) return object;
  const arn = `arn:aws:s3:::${bucket.name}`;
  if (isAllowed('s3:ListBucket', arn)) throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404);
  throw new AwsFault('AccessDenied', denialText(callerArn, { action: 's3:ListBucket', resource: `"${arn}"` }), 403);
}

/** The permission an operation needs. */
export function actionOf(operation: string): string {
  if (operation === 'HeadObject') return 'GetObject';
  return operation === 'HeadBucket' ? 'ListBucket' : operation;
}

export function objectArn(bucket: unknown, key: unknown): string {
  return key === undefined ? `arn:aws:s3:::${String(bucket)}` : `arn:aws:s3:::${String(bucket)}/${String(key)}`;
}
