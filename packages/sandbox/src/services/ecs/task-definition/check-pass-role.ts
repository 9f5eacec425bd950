import { textIn } from '../../../model/input.ts';
import type { AwsFault, Call, WireObject } from '../../../model/service.ts';
import { accessDenied } from '../faults.ts';

/** Refuses a task definition, or overrides of one, with roles that the caller may not pass. */
export function checkPassRole(body: WireObject, call: Call): void {
  for (const member of ['executionRoleArn', 'taskRoleArn']) {
    const denial = passRoleDenied(call, textIn(body, member) ?? '');
    if (denial !== null) throw denial;
  }
}

/** The refusal of a role that the caller may not pass; null when it may, or when there is none. */
export function passRoleDenied(call: Call, role: string): AwsFault | null {
  return role === '' || call.isAllowed('iam:PassRole', role) ? null : accessDenied(call, 'iam:PassRole', role);
}
