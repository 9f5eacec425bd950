import { AwsFault } from '../model/service.ts';
import { type ConditionContext, conditionHolds } from './condition-holds.ts';
import type { Permissions, PolicyStatement } from './principal.ts';
import { isStringLike } from './string-like.ts';

/** One thing that a call needs permission for. */
export interface Asked {
  /** `ecs:UpdateService`. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** What conditions can ask of it. Absent: nothing. */
  readonly context?: ConditionContext;
}

/** IAM's answer to a question. */
export type Decision = 'allowed' | 'implicitDeny' | 'explicitDeny';

/**
 * What IAM says of it: what `deny` of the seed names lacks an allow; where there are policies, one of their statements has to allow
 * it, and none may deny it.
 */
export function decide({ deny, policies }: Permissions, asked: Asked): Decision {
  const denied = deny.some(({ actions, resources }) => covers({ actions, resources }, asked));
  if (policies === undefined) return denied ? 'implicitDeny' : 'allowed';
  const applying = policies.flatMap(({ statements }) => statements).filter((statement) => applies(statement, asked));
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicitDeny';
  return applying.length === 0 || denied ? 'implicitDeny' : 'allowed';
}

/** Whether somebody is kept from what is asked. */
export function isDenied(permissions: Permissions, asked: Asked): boolean {
  return decide(permissions, asked) !== 'allowed';
}

function applies(statement: PolicyStatement, asked: Asked): boolean {
  return covers(statement, asked) && conditionHolds(statement.conditions, asked.context ?? {});
}

function covers(
  { actions, resources }: Pick<PolicyStatement, 'actions' | 'resources'>,
  { action, resource }: Asked,
): boolean {
  return (
    actions.some((pattern) => isStringLike(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => isStringLike(pattern, resource))
  );
}

/** AWS's sentence for a call that no policy allows, or that one denies. */
export function denialText(
  callerArn: string,
  { action, resource }: Pick<Asked, 'action' | 'resource'>,
  decision: Decision = 'implicitDeny',
): string {
  const why =
    decision === 'explicitDeny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}

/** Refuses the call with AccessDeniedException (JSON, status 400) or AccessDenied (XML, 403). */
export function denied(protocol: 'json' | 'query' | 's3', message: string): AwsFault {
  return protocol === 'json'
    ? new AwsFault('AccessDeniedException', message)
    : new AwsFault('AccessDenied', message, 403);
}
