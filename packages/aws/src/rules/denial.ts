import type { JsonObject } from '@funade/core';
import { parseSessionArn } from './role-arn.ts';

/** What a refusal of AWS says, field by field; what it does not say, or says in no form that is known, is null. */
export interface Denial {
  /** ARN of who called. */
  readonly caller: string | null;
  /** `ecs:UpdateService`. */
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string | null;
  /** Whose policy decided, where an allow beside it changes nothing; null: an allow is missing. */
  readonly forbiddenBy: string | null;
}

/** No text of AWS is longer. */
const longest = 4096;

const callerForm = /^arn:[\w-]+:(?:iam|sts)::\d{12}:[\w+=,.@/:-]{1,600}$/;
const actionForm = /^[a-z0-9-]{1,64}:[A-Za-z]{1,64}$/;
const resourceForm = /^(?:\*|arn:[\w-]+:[a-z0-9-]+:[\w-]*:\d*:[\w+=,.@/:*?-]{1,1024})$/;

/**
 * Reads `User: … is not authorized to perform: … on resource: … because …`, in any order and with any of it missing: it is for a hint, and
 * decides nothing. Null where it names no action.
 */
export function parseDenial(text: string): Denial | null {
  const said = text.slice(0, longest);
  const field = (before: RegExp): string | null =>
    new RegExp(`${before.source}["']?([^\\s"']+)`).exec(said)?.[1] ?? null;
  const action = field(/not authorized to perform:? /);
  if (action === null || !actionForm.test(action)) return null;
  const caller = valid(field(/User: /), callerForm);
  const named = /on resource: ["']?role ([\w+=,.@-]{1,64})/.exec(said)?.[1];
  const resource = named === undefined ? valid(field(/on resource: /), resourceForm) : roleArn(named, caller);
  return { caller, action, resource, forbiddenBy: forbiddenBy(said) };
}

/** IAM names a role by its name, without its path. */
function roleArn(name: string, caller: string | null): string | null {
  const [, partition, , , account] = caller?.split(':') ?? [];
  return partition === undefined || account === undefined ? null : `arn:${partition}:iam::${account}:role/${name}`;
}

function forbiddenBy(said: string): string | null {
  const [, kind] =
    /(?:explicit deny in an? |because no )(identity-based|resource-based|permissions boundary|service control|resource control|session|VPC endpoint)/.exec(
      said,
    ) ?? [];
  if (/explicit deny/.test(said)) return `an explicit deny in ${kind === undefined ? 'a' : article(kind)} policy`;
  return kind === undefined || kind === 'identity-based' || kind === 'resource-based'
    ? null
    : `${article(kind)} policy`;
}

function article(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function valid(text: string | null, form: RegExp): string | null {
  const bare = text?.replace(/[.,;]$/, '') ?? null;
  return bare !== null && form.test(bare) ? bare : null;
}

/** Whom a call hands roles to, by the service that is called. */
const passedTo: Readonly<Record<string, string>> = {
  ecs: 'ecs-tasks.amazonaws.com',
  events: 'events.amazonaws.com',
  scheduler: 'scheduler.amazonaws.com',
};

/**
 * The statement that is missing; null where the refusal does not say on what, or where it would let roles of any kind be passed. `operation`
 * is the call that was refused, which may have needed something beside itself.
 */
export function missingStatement({ action, resource, forbiddenBy }: Denial, operation: string): JsonObject | null {
  if (forbiddenBy !== null || resource === null || (action === 'iam:PassRole' && resource === '*')) return null;
  const service = action === 'iam:PassRole' ? passedTo[operation.split(':')[0] ?? ''] : undefined;
  return {
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    ...(service === undefined ? {} : { Condition: { StringEquals: { 'iam:PassedToService': service } } }),
  };
}

/** Who the statement belongs to: `role deploy`. */
export function holderOf(caller: string | null): string {
  if (caller === null) return 'the role or user that deploys';
  const session = parseSessionArn(caller);
  if (session !== null) return `role ${session.name} of account ${session.account}`;
  const [, user] = /:user\/(?:.*\/)?([^/]+)$/.exec(caller) ?? [];
  return user === undefined ? caller : `user ${user}`;
}

/** What to do about a refusal: the statement, ready to paste, and whose it is. */
export function denialHint(denial: Denial, operation: string): string {
  const holder = holderOf(denial.caller);
  if (denial.forbiddenBy !== null) {
    return `${denial.forbiddenBy} forbids \`${denial.action}\`${denial.resource === null ? '' : ` on ${denial.resource}`} for ${holder}: no statement that allows it helps, that policy has to be changed`;
  }
  const statement = missingStatement(denial, operation);
  if (statement === null) return `allow \`${denial.action}\` in a policy of ${holder}`;
  return [
    `add this statement to a policy of ${holder} (\`funade iam <environment>\` prints all that it needs):`,
    ...JSON.stringify(statement, null, 2)
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

/** The same for what a registry said; null where that is no refusal of AWS. */
export function refusalHint(text: string, operation: string): string | null {
  const denial = parseDenial(text);
  return denial === null ? null : denialHint(denial, operation);
}
