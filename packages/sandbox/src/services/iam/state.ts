import type { Identities } from '../../identity/identities.ts';

/** IAM of one account: the same in every region. */
export interface IamState {
  readonly account: string;
  readonly identities: Identities;
}
