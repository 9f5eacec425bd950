import type { Identities } from './identities.ts';
import { makeId } from './make-id.ts';

const name = 'ecsTaskExecutionRole';

/** The ARN of the role that task definitions of a seed execute with unless they say otherwise; it is made when it is missing. */
export function executionRoleOf(
  identities: Identities,
  { account, issuer, now }: { readonly account: string; readonly issuer: string; readonly now: number },
): string {
  const arn = `arn:aws:iam::${account}:role/${name}`;
  if (identities.role(arn) === null) {
    identities.addRole({
      name,
      arn,
      id: makeId('AROA', arn),
      account,
      permissions: { deny: [] },
      maxSessionDuration: 3600,
      createdAt: now,
      trust: {
        issuer,
        audiences: [],
        subjects: [],
        operator: 'StringLike',
        principals: [],
        services: ['ecs-tasks.amazonaws.com'],
      },
    });
  }
  return arn;
}
