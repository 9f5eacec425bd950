import type { World } from '../world/world.ts';
import type { WantedEnvironment } from './sandbox.ts';
import type { ParsedSeed } from './seed.ts';

interface Source {
  readonly seed: ParsedSeed;
  readonly world: World;
  readonly endpoint: string;
}

/** The environment variables of an AWS client: of the first account and its first region unless others are wanted. */
export function environmentOf({ seed, world, endpoint }: Source, wanted: WantedEnvironment): Record<string, string> {
  const account = wanted.account ?? Object.keys(seed.accounts)[0] ?? '';
  const seeded = seed.accounts[account];
  if (seeded === undefined) throw new TypeError(`the seed has no account ${account}`);
  const region = wanted.region ?? Object.keys(seeded.regions)[0] ?? 'us-east-1';
  const credential =
    wanted.role === undefined ? world.identities.userOf(account, wanted.user) : session(world, account, wanted.role);
  if (credential === null) throw new TypeError(`account ${account} has no user ${wanted.user ?? ''}`.trim());
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
    ...(credential.sessionToken === null ? {} : { AWS_SESSION_TOKEN: credential.sessionToken }),
  };
}

function session(
  { identities, clock }: World,
  account: string,
  name: string,
): ReturnType<typeof identities.openSession> {
  const role = identities.role(name.startsWith('arn:') ? name : `arn:aws:iam::${account}:role/${name}`);
  if (role === null) throw new TypeError(`account ${account} has no role ${name}`);
  return identities.openSession(role, { name: 'sandbox', expiresAt: clock.now() + role.maxSessionDuration * 1000 });
}
