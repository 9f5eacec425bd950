import type { StsOperation } from '../state.ts';

export const getCallerIdentity: StsOperation = (_, { caller }) => ({
  UserId: caller?.userId,
  Account: caller?.account,
  Arn: caller?.arn,
});
