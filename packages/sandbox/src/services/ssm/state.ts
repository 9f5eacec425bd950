import { createHash } from 'node:crypto';
import type { Scope } from '../../model/service.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

/** One value a parameter has had. */
export interface ParameterVersion {
  /** From 1. */
  readonly version: number;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** The customer's own KMS key; null for the key of the account. */
  readonly keyId: string | null;
  /** Oldest first; never empty. */
  readonly versions: readonly ParameterVersion[];
  /** Label to version number. */
  readonly labels: Readonly<Record<string, number>>;
}

/** Parameter Store of one account and region. */
export interface SsmState extends Scope {
  readonly parameters: Map<string, Parameter>;
}

export function createSsmState(account: string, region: string): SsmState {
  return { account, region, parameters: new Map() };
}

/** The ARN of a parameter: the slash before its name is there once, whether the name begins with one or not. */
export function parameterArn({ account, region }: Scope, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
}

/** What a SecureString reads like to whoever did not ask for decryption. */
export function ciphertext(value: string): string {
  return `AQICAH${createHash('sha512').update(value).digest('base64')}`;
}
