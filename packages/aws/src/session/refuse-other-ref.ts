import type { ClaimedRef } from '@funade/core';
import { refOfOtherToken } from '../api/errors.ts';
import type { TokenClaims } from '../rules/token-claims.ts';

/**
 * A job's variables can be set by whoever starts a pipeline, its identity token cannot: what the variables name must be
 * what the token says, as far as it says anything. Throws `REF_NOT_PROVEN`.
 */
export function refuseOtherRef({ ref, commit }: Pick<TokenClaims, 'ref' | 'commit'>, claimed: ClaimedRef): void {
  const told = ref !== null && (ref.type !== claimed.ref.type || ref.name !== claimed.ref.name);
  if (told) throw refOfOtherToken(claimed, `${ref.type} "${ref.name}"`);
  if (commit !== null && commit !== claimed.commit) throw refOfOtherToken(claimed, `commit ${commit.slice(0, 7)}`);
}
