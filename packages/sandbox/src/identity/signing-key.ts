import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** The key that a secret access key signs with in a scope of Signature Version 4, such as `20261123/eu-west-1/ecs`. */
export function signingKey(secret: string, scope: string): KeyObject {
  const key = [...scope.split('/'), 'aws4_request'].reduce<Buffer | string>(
    (parent, part) => createHmac('sha256', parent).update(part).digest(),
    `AWS4${secret}`,
  );
  return createSecretKey(Buffer.from(key));
}
