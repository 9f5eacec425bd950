import type { Operation } from '../../../model/service.ts';
import { findBucket, findObject } from '../find.ts';
import { objectView } from '../object-view.ts';
import type { S3State } from '../state.ts';

export const headObject: Operation<S3State> = (state, call) =>
  objectView(findObject(findBucket(state, call), call), call.input);
