import { denialText } from '../../../identity/check-permission.ts';
import { textIn } from '../../../model/input.ts';
import { AwsFault, type Call, type WireObject } from '../../../model/service.ts';

/** Refuses a task definition, or overrides of one, with roles that the caller may not pass. */
export function checkPassRole(body: WireObject, { callerArn, isAllowed }: Call): void {
  for (const member of ['executionRoleArn', 'taskRoleArn']) {
    const role = textIn(body, member) ?? '';
    if (role === '' || isAllowed('iam:PassRole', role)) continue;
    throw new AwsFault('AccessDeniedException', denialText(callerArn, 'iam:PassRole', role));
  }
}
