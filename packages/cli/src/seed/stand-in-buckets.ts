import type { Sandbox } from '@funade/sandbox';

/** A bucket of a seed. */
export interface SeededBucket {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly bucket: { readonly objects: Record<string, string>; readonly sharedWith: readonly string[] };
}

/** Objects that were asked for in vain, put into a sandbox and kept for its seed. Names of buckets are the world's. */
export interface BucketStandIns {
  /** Puts the object that was asked for last; false where none was. */
  putAsked(text: string, scope: { readonly account: string; readonly region: string }): boolean;
  readonly buckets: readonly SeededBucket[];
}

/** Makes the stand-ins; the buckets are open to all of the accounts. */
export function createBucketStandIns(sandbox: Sandbox, accounts: readonly string[]): BucketStandIns {
  const buckets: SeededBucket[] = [];
  return {
    buckets,
    putAsked(text, scope) {
      const asked = sandbox.requests('s3.GetObject').at(-1);
      const { Bucket: name, Key: key } = (asked?.body ?? {}) as { readonly Bucket?: string; readonly Key?: string };
      if (name === undefined || key === undefined) return false;
      let found = buckets.find((each) => each.name === name);
      if (found === undefined) {
        const region = asked?.region ?? scope.region;
        found = { account: scope.account, region, name, bucket: { objects: {}, sharedWith: accounts } };
        buckets.push(found);
      }
      found.bucket.objects[key] = text;
      const { account, region, bucket } = found;
      sandbox.s3.at({ account, region }).putBucket(name, { ...bucket, sharedWith: [...bucket.sharedWith] });
      return true;
    },
  };
}
