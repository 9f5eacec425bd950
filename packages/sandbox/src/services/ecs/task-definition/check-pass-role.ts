import { textIn } from '../../../model/input.ts';
import type { AwsFault, Call, WireJson, WireObject } from '../../../model/service.ts';
import { accessDenied } from '../faults.ts';

/** Whom the roles of tasks are passed to. */
const tasks = 'ecs-tasks.amazonaws.com';

/** Refuses a task definition, or overrides of one, with roles that the caller may not pass. */
export function checkPassRole(body: WireObject, call: Call): void {
  for (const member of ['executionRoleArn', 'taskRoleArn']) {
    const denial = passRoleDenied(call, textIn(body, member) ?? '', tasks);
    if (denial !== null) throw denial;
  }
}

/** Refuses a service with roles that ECS itself acts with, of load balancers, volumes or hooks, which the caller may not pass. */
export function checkServiceRoles(input: WireObject, call: Call): void {
  for (const role of new Set(rolesIn(input))) {
    const denial = passRoleDenied(call, role, 'ecs.amazonaws.com');
    if (denial !== null) throw denial;
  }
}

/** The refusal of a role that the caller may not pass to a service of AWS; null when it may, or when there is none. */
export function passRoleDenied(call: Call, role: string, service: string): AwsFault | null {
  if (role === '') return null;
  const arn = role.startsWith('arn:') ? role : `arn:aws:iam::${call.account}:role/${role}`;
  const allowed = call.isAllowed('iam:PassRole', arn, { 'iam:PassedToService': service });
  return allowed ? null : accessDenied(call, 'iam:PassRole', role);
}

function rolesIn(value: WireJson | undefined): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(rolesIn);
  return Object.entries(value).flatMap(([member, inner]) =>
    typeof inner === 'string' ? (member === 'roleArn' ? [inner] : []) : rolesIn(inner),
  );
}
