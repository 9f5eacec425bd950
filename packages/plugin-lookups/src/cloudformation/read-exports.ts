import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { CloudFormation } from './cloudformation-client.ts';

/**
 * The exports of the region by name, read page by page until all that are wanted were seen: ListExports cannot be asked
 * for one by its name.
 *
 * Source: CloudFormation ListExports.
 * @throws AWS errors
 */
export async function readExports(
  { client, ListExports }: CloudFormation,
  wanted: ReadonlySet<string>,
  { signal }: RunContext,
): Promise<ReadonlyMap<string, string>> {
  const exports = new Map<string, string>();
  let token: string | undefined;
  while ([...wanted].some((name) => !exports.has(name))) {
    try {
      const input = token === undefined ? {} : { NextToken: token };
      const page = await client.send(new ListExports(input), { abortSignal: signal });
      for (const { Name, Value } of page.Exports ?? []) {
        if (Name !== undefined && Value !== undefined) exports.set(Name, Value);
      }
      token = page.NextToken;
    } catch (error) {
      signal.throwIfAborted();
      throw translateError(error, { operation: 'cloudformation:ListExports' });
    }
    if (token === undefined) break;
  }
  return exports;
}
