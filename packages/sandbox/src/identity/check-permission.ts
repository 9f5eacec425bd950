import { AwsFault } from '../service.ts';
import type { Principal } from './principal.ts';
import { isStringLike } from './string-like.ts';

/** Whether the principal is kept from the action (`ecs:UpdateService`). */
export function isDenied(principal: Principal, action: string): boolean {
  return principal.deny.some((pattern) => isStringLike(pattern.toLowerCase(), action.toLowerCase()));
}

/** AWS's sentence for a call that no policy allows. */
export function denialText(principal: Principal, action: string, resource: string): string {
  return `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
}

/** Refuses the call with AccessDeniedException (JSON, status 400) or AccessDenied (query, 403). */
export function denied(protocol: 'json' | 'query', message: string): AwsFault {
  return protocol === 'json'
    ? new AwsFault('AccessDeniedException', message)
    : new AwsFault('AccessDenied', message, 403);
}
