import { AwsFault } from '../model/service.ts';
import type { Permissions } from './principal.ts';
import { isStringLike } from './string-like.ts';

/** Whether somebody is kept from the action (`ecs:UpdateService`) on the resource (an ARN, or `*`). */
export function isDenied({ deny }: Permissions, action: string, resource: string): boolean {
  return deny.some(
    ({ actions, resources }) =>
      actions.some((pattern) => isStringLike(pattern.toLowerCase(), action.toLowerCase())) &&
      resources.some((pattern) => isStringLike(pattern, resource)),
  );
}

/** AWS's sentence for a call that no policy allows. */
export function denialText(callerArn: string, action: string, resource: string): string {
  return `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
}

/** Refuses the call with AccessDeniedException (JSON, status 400) or AccessDenied (XML, 403). */
export function denied(protocol: 'json' | 'query' | 's3', message: string): AwsFault {
  return protocol === 'json'
    ? new AwsFault('AccessDeniedException', message)
    : new AwsFault('AccessDenied', message, 403);
}
