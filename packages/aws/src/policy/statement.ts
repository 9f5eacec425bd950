import type { JsonObject } from '@funade/core';

/** A statement of an identity-based policy, as IAM takes it. */
export type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: JsonObject;
};

/** A policy, as IAM takes it. */
export type PolicyDocument = {
  readonly Version: '2012-10-17';
  readonly Statement: readonly JsonObject[];
};

/** A policy of these statements. */
export function policyOf(statements: readonly JsonObject[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** How many characters IAM counts of a policy: white space is none of them. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}
