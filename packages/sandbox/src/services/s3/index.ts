import type { AwsService } from '../../model/service.ts';
import { actionOf, objectArn } from './find.ts';
import { getObject } from './operations/get-object.ts';
import { headBucket } from './operations/head-bucket.ts';
import { headObject } from './operations/head-object.ts';
import { putObject } from './operations/put-object.ts';
import type { S3State } from './state.ts';

export { createS3Control, putBucket, type S3Control } from './control.ts';
export { type BucketInput, bucketsSchema, type ObjectInput } from './seed.ts';
export type { S3State } from './state.ts';

/** S3, as far as single objects go. All accounts and regions share one state. */
export function createS3(state: S3State): AwsService<S3State> {
  return {
    name: 's3',
    wire: { protocol: 's3' },
    createState: () => state,
    operations: { GetObject: getObject, HeadBucket: headBucket, HeadObject: headObject, PutObject: putObject },
    resource: (_, input) => objectArn(input.Bucket, input.Key),
    action: actionOf,
    resourceText: (resource) => `"${resource}"`,
  };
}
