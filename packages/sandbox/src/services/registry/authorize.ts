import { decide, denialText } from '../../identity/check-permission.ts';
import type { Principal } from '../../identity/principal.ts';
import { RegistryFault } from './registry-fault.ts';
import type { RegistryState } from './state.ts';

interface Login {
  readonly authorization: string | undefined;
  readonly now: number;
}

/** Who is logged in. Refuses without a login, with a password nobody was given, and with one that has expired. */
export function checkLogin({ tokens, host }: RegistryState, { authorization, now }: Login): Principal {
  const [, encoded = ''] = /^Basic\s+(.+)$/i.exec(authorization ?? '') ?? [];
  const [user, password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s, 2);
  const token = user === 'AWS' ? tokens.find(password) : null;
  if (token === null) {
    throw new RegistryFault('UNAUTHORIZED', 'Not Authorized', {
      status: 401,
      headers: { 'www-authenticate': `Basic realm="http://${host}/",service="ecr.amazonaws.com"` },
    });
  }
  if (token.expiresAt <= now) {
    const text = 'Your authorization token has expired. Reauthenticate and try again.';
    throw new RegistryFault('DENIED', text, { status: 403 });
  }
  return token.principal;
}

interface Wish {
  readonly principal: Principal;
  readonly action: string;
  readonly repository: string;
}

/** Refuses what the caller may not do, and every repository of another account. Returns what it asked for. */
export function checkAccess(
  { account, region }: RegistryState,
  { principal, action, repository }: Wish,
): { readonly action: string; readonly resource: string } {
  const resource = `arn:aws:ecr:${region}:${account}:repository/${repository}`;
  const decision = decide(principal.permissions, { action, resource });
  if (decision !== 'allowed') {
    throw new RegistryFault('DENIED', denialText(principal.arn, { action, resource }, decision), { status: 403 });
  }
  if (principal.account !== account) {
    const text = denialText(principal.arn, { action, resource }).replace('identity-based', 'resource-based');
    throw new RegistryFault('DENIED', text, { status: 403 });
  }
  return { action, resource };
}
