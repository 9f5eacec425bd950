import { createHash } from 'node:crypto';
import type { SecretSeed } from './seed.ts';
import { newSecretArn, type Secret, type SecretsState, type SecretValue, type SecretVersion } from './state.ts';

interface Putting {
  readonly seed: SecretSeed;
  readonly now: number;
}

/** Puts a secret, as a seed or a test writes it: its value becomes AWSCURRENT, the one before AWSPREVIOUS. */
export function putSecret(state: SecretsState, name: string, { seed, now }: Putting): void {
  const before = state.secrets.get(name);
  let versions = before?.versions ?? [];
  for (const value of valuesOf(seed)) versions = withNewest(versions, name, { value, now });
  const secret: Secret = {
    name,
    arn: before?.arn ?? newSecretArn(state, name, seed.suffix),
    description: seed.description ?? before?.description ?? null,
    kmsKeyId: seed.kmsKeyId ?? before?.kmsKeyId ?? null,
    tags: { ...before?.tags, ...seed.tags },
    versions,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
    deletedAt: seed.deleted ? now : null,
  };
  state.secrets.set(name, secret);
}

function valuesOf({ previous, value, binary }: SecretSeed): readonly SecretValue[] {
  const former = previous === undefined ? [] : [{ text: previous }];
  if (binary !== undefined) return [...former, { base64: binary }];
  if (value === undefined) return former;
  return [...former, { text: typeof value === 'string' ? value : JSON.stringify(value) }];
}

function withNewest(
  versions: readonly SecretVersion[],
  name: string,
  { value, now }: { readonly value: SecretValue; readonly now: number },
): readonly SecretVersion[] {
  const older = versions.map((version) => ({
    ...version,
    stages: version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [],
  }));
  return [...older, { id: versionId(name, versions.length), value, stages: ['AWSCURRENT'], createdAt: now }];
}

function versionId(name: string, index: number): string {
  const hex = createHash('sha256').update(`${name}/${index}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
