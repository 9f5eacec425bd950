import type { Operation } from '../../../model/service.ts';
import { findBucket, findObject } from '../find.ts';
import { objectView } from '../object-view.ts';
import type { S3State } from '../state.ts';

export const getObject: Operation<S3State> = (state, call) => {
  const object = findObject(findBucket(state, call), call);
  return { ...objectView(object, call.input), Body: object.content.toString('base64') };
};
