import { textIn } from '../../../model/input.ts';
import type { Call, WireObject } from '../../../model/service.ts';
import { accessDenied } from '../faults.ts';

/** Refuses a task definition, or overrides of one, with roles that the caller may not pass. */
export function checkPassRole(body: WireObject, call: Call): void {
  for (const member of ['executionRoleArn', 'taskRoleArn']) {
    const role = textIn(body, member) ?? '';
    if (role === '' || call.isAllowed('iam:PassRole', role)) continue;
    throw accessDenied(call, 'iam:PassRole', role);
  }
}
