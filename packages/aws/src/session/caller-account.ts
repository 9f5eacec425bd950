import type { RunContext } from '@funade/core';
import { translateError } from '../api/translate-error.ts';
import { baseCredentials } from './base-credentials.ts';
import { createSts } from './sts.ts';

/**
 * The account of the credentials that are found, for whoever does not know it yet: the environment's account and role play no part.
 *
 * Throws `NO_CREDENTIALS` and the codes of `translateError`.
 */
export async function callerAccount(context: RunContext): Promise<string> {
  const sts = createSts(context);
  const find = await baseCredentials(context, sts);
  const credentials = await find();
  try {
    return (await (await sts).callerIdentity(credentials)).account;
  } catch (error) {
    throw translateError(error, { operation: 'sts:GetCallerIdentity' });
  }
}
