import { type PolicyDocument, policyOf, policySize, type Statement } from './statement.ts';

/** Most characters, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const limits = { managed: 6144, inline: 10_240 } as const;

/** Policies of a role, and how they are attached to it. */
export interface SplitPolicy {
  /** All inline policies of a role share one limit; each managed one has its own. */
  readonly attach: 'inline' | 'managed';
  readonly documents: readonly PolicyDocument[];
}

/** The statements in as few policies as IAM's limits of size allow: one inline where it fits, else managed ones. */
export function splitPolicy(statements: readonly Statement[]): SplitPolicy {
  if (statements.length === 0) return { attach: 'inline', documents: [] };
  const whole = policyOf(statements);
  if (policySize(whole) <= limits.inline) return { attach: 'inline', documents: [whole] };
  const documents: Statement[][] = [];
  for (const statement of statements.flatMap(fitting)) {
    const last = documents.at(-1);
    if (last !== undefined && policySize(policyOf([...last, statement])) <= limits.managed) last.push(statement);
    else documents.push([statement]);
  }
  return { attach: 'managed', documents: documents.map(policyOf) };
}

/** A statement that no policy has room for, as several with a part of its resources each. */
function fitting(statement: Statement): readonly Statement[] {
  const { Sid, Resource } = statement;
  if (Resource.length < 2 || policySize(policyOf([statement])) <= limits.managed) return [statement];
  const middle = Math.ceil(Resource.length / 2);
  return [
    ...fitting({ ...statement, Sid: `${Sid}A`, Resource: Resource.slice(0, middle) }),
    ...fitting({ ...statement, Sid: `${Sid}B`, Resource: Resource.slice(middle) }),
  ];
}
