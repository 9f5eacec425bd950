import { createHash } from 'node:crypto';
import type { Scope } from '../../model/service.ts';

/** One value a secret has had. */
export interface SecretVersion {
  /** A UUID. */
  readonly id: string;
  readonly value: SecretValue;
  readonly stages: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** A value: text, or bytes in base64. */
export type SecretValue = { readonly text: string } | { readonly base64: string };

export interface Secret {
  readonly name: string;
  /** Ends in a hyphen and six random characters. */
  readonly arn: string;
  readonly description: string | null;
  /** The customer's own KMS key; null for the key of the account. */
  readonly kmsKeyId: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Oldest first. Empty: nobody has given it a value. */
  readonly versions: readonly SecretVersion[];
  readonly createdAt: number;
  readonly changedAt: number;
  /** When it will be gone for good; null when nobody deletes it. */
  readonly deletedAt: number | null;
}

/** Secrets Manager of one account and region. */
export interface SecretsState extends Scope {
  readonly secrets: Map<string, Secret>;
}

export function createSecretsState(account: string, region: string): SecretsState {
  return { account, region, secrets: new Map() };
}

/** The ARN of a new secret. The six characters are the same for the same secret in every sandbox. */
export function newSecretArn(
  { account, region }: Scope,
  name: string,
  suffix: string = suffixOf(`${account}/${region}/${name}`),
): string {
  return `${secretArnPrefix({ account, region })}${name}-${suffix}`;
}

export function secretArnPrefix({ account, region }: Scope): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:`;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function suffixOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 6);
  return [...bytes].map((byte) => letters[byte % letters.length]).join('');
}
