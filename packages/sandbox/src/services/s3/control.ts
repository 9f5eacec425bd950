import type { Scope } from '../../model/service.ts';
import {
  type BucketInput,
  type BucketSeed,
  bucketSchema,
  type ObjectInput,
  type ObjectSeed,
  objectSchema,
} from './seed.ts';
import { type Bucket, newObject, type S3State, type StoredObject } from './state.ts';

/** What a test may do to S3, beside what the API allows. Buckets are found by name, whosever they are. */
export interface S3Control {
  /** Makes a bucket in the account and region of this control, in place of one of that name. */
  putBucket(name: string, bucket?: BucketInput): void;
  /** Takes a bucket away with all that is in it. */
  removeBucket(name: string): void;
  /** Puts an object. Throws TypeError when there is no such bucket. */
  put(bucket: string, key: string, object: ObjectInput): void;
  /** Throws TypeError when there is no such bucket. */
  remove(bucket: string, key: string): void;
}

/** Makes the control of an account and region. */
export function createS3Control(state: S3State, { scope, now }: { scope: Scope; now: () => number }): S3Control {
  const find = (name: string): Bucket => {
    const bucket = state.buckets.get(name);
    if (bucket === undefined) throw new TypeError(`there is no bucket ${name}`);
    return bucket;
  };
  return {
    putBucket: (name, written = {}) => putBucket(state, name, { seed: bucketSchema.parse(written), scope, now: now() }),
    removeBucket: (name) => void state.buckets.delete(name),
    put: (bucket, key, written) => void find(bucket).objects.set(key, seededObject(objectSchema.parse(written), now())),
    remove: (bucket, key) => void find(bucket).objects.delete(key),
  };
}

interface Putting {
  readonly seed: BucketSeed;
  readonly scope: Scope;
  readonly now: number;
}

/** Puts a bucket, as a seed or a test writes it. */
export function putBucket(state: S3State, name: string, { seed, scope, now }: Putting): void {
  const objects = Object.entries(seed.objects).map(([key, object]) => [key, seededObject(object, now)] as const);
  const { account, region } = scope;
  state.buckets.set(name, { name, account, region, sharedWith: seed.sharedWith, objects: new Map(objects) });
}

function seededObject({ text, base64, json, contentType, metadata }: ObjectSeed, now: number): StoredObject {
  const content =
    base64 === undefined ? Buffer.from(text ?? JSON.stringify(json ?? '')) : Buffer.from(base64, 'base64');
  const guessed = contentType ?? (json === undefined ? undefined : 'application/json');
  return newObject(content, { ...(guessed === undefined ? {} : { contentType: guessed }), metadata, now });
}
