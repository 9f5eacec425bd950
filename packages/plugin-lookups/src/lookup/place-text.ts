import type { Environment } from '@funade/core';

/** Where something is looked for, in messages: `account 111111111111 in eu-west-1`. */
export function placeText({ account, region }: Environment): string {
  return `account ${account} in ${region}`;
}
