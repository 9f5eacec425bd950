import type { Scope } from '../../model/service.ts';
import { hasParameter, readWanted } from './find.ts';
import { parameterArn, type SsmState } from './state.ts';

/**
 * Why a task cannot have the parameter of a `valueFrom` (name or ARN), as the agent tells it; null when it can. While a
 * region has no parameters at all, every parameter exists.
 */
export function whyNoParameter(state: SsmState, valueFrom: string): string | null {
  if (state.parameters.size === 0) return null;
  const wanted = readWanted(valueFrom);
  return hasParameter(state, wanted) ? null : `invalid ssm parameters: ${wanted.name}`;
}

/** The ARN of what a `valueFrom` names. */
export function parameterArnOf(scope: Scope, valueFrom: string): string {
  return parameterArn(scope, readWanted(valueFrom).name);
}
