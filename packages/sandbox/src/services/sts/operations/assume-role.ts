import type { Principal, Role } from '../../../identity/principal.ts';
import { AwsFault } from '../../../model/service.ts';
import { checkDuration, sessionAnswer, sessionRequest } from '../session-request.ts';
import type { StsOperation } from '../state.ts';

export const assumeRole: StsOperation = ({ identities }, { input, caller, now }) => {
  const { roleArn, sessionName, duration } = sessionRequest(input);
  const role = identities.role(roleArn);
  if (caller === null || role === null || !isTrusted(role, caller)) {
    const who = `User: ${caller?.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    throw new AwsFault('AccessDenied', who, 403);
  }
  if (caller.kind === 'session' && duration > 3600) {
    throw new AwsFault(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  checkDuration(role, duration);
  return sessionAnswer(identities.openSession(role, { name: sessionName, expiresAt: now + duration * 1000 }));
};

function isTrusted(role: Role, caller: Principal): boolean {
  const [, account, name] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(caller.arn) ?? [];
  const names = ['*', caller.arn, caller.account, `arn:aws:iam::${caller.account}:root`];
  if (name !== undefined) names.push(`arn:aws:iam::${account}:role/${name}`);
  return role.trust.principals.some((principal) => names.includes(principal));
}
