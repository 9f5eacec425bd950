import type { Operation } from '../../../model/service.ts';
import { findBucket } from '../find.ts';
import type { S3State } from '../state.ts';

export const headBucket: Operation<S3State> = (state, call) => ({ BucketRegion: findBucket(state, call).region });
