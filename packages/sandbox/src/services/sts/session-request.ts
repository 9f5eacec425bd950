import type { Credential, Role } from '../../identity/principal.ts';
import { AwsFault, type WireObject } from '../../model/service.ts';
import { validate } from './validate.ts';

/** What AssumeRole and AssumeRoleWithWebIdentity have in common. */
export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds. */
  readonly duration: number;
}

/** Reads and checks the common parameters as STS does before it looks at anybody. */
export function sessionRequest(input: WireObject): SessionRequest {
  const roleArn = validate(input, 'RoleArn', { min: 20, max: 2048 });
  const sessionName = validate(input, 'RoleSessionName', { min: 2, max: 64, pattern: '[\\w+=,.@-]*' });
  const duration = input.DurationSeconds === undefined ? 3600 : Number(input.DurationSeconds);
  if (!/^arn:[a-z-]+:iam::\d{12}:role\/.+/.test(roleArn))
    throw new AwsFault('ValidationError', `${roleArn} is invalid`);
  for (const [broken, rule] of [
    [duration < 900, 'greater than or equal to 900'],
    [duration > 43_200, 'less than or equal to 43200'],
    [!Number.isInteger(duration), 'a whole number'],
  ] as const) {
    if (broken) {
      const value = `1 validation error detected: Value '${duration}' at 'durationSeconds'`;
      throw new AwsFault('ValidationError', `${value} failed to satisfy constraint: Member must have value ${rule}`);
    }
  }
  return { roleArn, sessionName, duration };
}

/** Refuses a session longer than the role allows. */
export function checkDuration(role: Role, duration: number): void {
  if (duration <= role.maxSessionDuration) return;
  throw new AwsFault(
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  );
}

/** The part of the answer that both operations share. */
export function sessionAnswer(credential: Credential): WireObject {
  return {
    Credentials: {
      AccessKeyId: credential.accessKeyId,
      SecretAccessKey: credential.secretAccessKey,
      SessionToken: credential.sessionToken ?? undefined,
      Expiration: new Date(credential.expiresAt ?? 0).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    AssumedRoleUser: { AssumedRoleId: credential.principal.userId, Arn: credential.principal.arn },
  };
}
