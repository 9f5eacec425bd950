import { resourceName } from '@funade/aws';
import type { Check, RunContext } from '@funade/core';
import { type Iam, useIam } from '../api/read-clients.ts';
import { type CallerPrincipal, callerPrincipal } from './caller-principal.ts';
import { type Look, look } from './look.ts';
import { lookAtEach } from './look-at-each.ts';
import { rolesOf } from './references.ts';
import { tasksPrincipal, trustsTasks } from './trusts-tasks.ts';
import { type Found, failed, notPermitted, ok, type VerifiedTarget } from './verified-target.ts';

/** The roles of the task definitions: that they are there, trust tasks, and may be passed on by who deploys. */
export async function checkRoles(targets: readonly VerifiedTarget[], context: RunContext): Promise<readonly Check[]> {
  const uses = targets.flatMap(({ id, definition }) => rolesOf(definition).map((role) => ({ target: id, ...role })));
  if (uses.length === 0) return [];
  const iam = await useIam(context);
  const arns = [...new Set(uses.map(({ arn }) => arn))];
  const [found, passed] = await Promise.all([
    lookAtEach(arns, (arn) => lookAtRole(iam, arn, context)),
    simulatePassing(
      iam,
      arns.filter((arn) => arn.startsWith('arn:')),
      context,
    ),
  ]);
  return uses.flatMap(({ target, usage, arn }): readonly Check[] => {
    const name = resourceName(arn);
    const role = found.get(arn) ?? ok;
    const pass = role.result === 'failed' ? undefined : passed.get(arn);
    return [
      { target, kind: 'role', what: `${usage} ${name}`, ...role },
      ...(pass === undefined ? [] : [{ target, kind: 'pass-role', what: `passing ${usage} ${name}`, ...pass }]),
    ];
  });
}

async function lookAtRole({ client, sdk }: Iam, arn: string, context: RunContext): Promise<Found> {
  const [, , , , account] = arn.split(':');
  if (account !== undefined && account !== context.environment.account) {
    return failed(`it is of account ${account}; ECS accepts only roles of ${context.environment.account}`);
  }
  const answer = await getRole({ client, sdk }, resourceName(arn), context);
  if (answer.type === 'missing') return failed(`there is no such role in ${context.environment.account}`);
  if (answer.type === 'denied') return notPermitted(answer.action);
  const { Arn, AssumeRolePolicyDocument = '' } = answer.value;
  if (arn.startsWith('arn:') && Arn !== arn) return failed(`the role of that name is ${Arn}`);
  return trustsTasks(AssumeRolePolicyDocument)
    ? ok
    : failed(`its trust policy does not allow ${tasksPrincipal} to assume it`);
}

interface Role {
  readonly Arn?: string | undefined;
  readonly AssumeRolePolicyDocument?: string | undefined;
}

function getRole({ client, sdk }: Pick<Iam, 'client' | 'sdk'>, name: string, context: RunContext): Promise<Look<Role>> {
  return look<Role>(
    async () => {
      const command = new sdk.GetRoleCommand({ RoleName: name });
      return (await client.send(command, { abortSignal: context.signal })).Role ?? {};
    },
    { action: 'iam:GetRole', subject: name, missing: ['NoSuchEntity', 'NoSuchEntityException'] },
  );
}

/** Asks IAM whether the caller may pass the roles to tasks; what it does not answer for is left out. */
async function simulatePassing(
  iam: Iam,
  arns: readonly string[],
  context: RunContext,
): Promise<ReadonlyMap<string, Found>> {
  if (arns.length === 0) return new Map();
  const principal = callerPrincipal(iam.callerArn);
  const unknown = { result: 'not-permitted', reason: `IAM cannot answer for ${iam.callerArn}` } as const;
  if (principal === null) return new Map(arns.map((arn) => [arn, unknown]));
  if (principal.type === 'root') return new Map(arns.map((arn) => [arn, ok]));
  const source = await sourceArn(iam, principal, context);
  if (source.type !== 'seen') {
    const nothing = source.type === 'denied' ? notPermitted(source.action) : unknown;
    return new Map(arns.map((arn) => [arn, nothing]));
  }
  const decisions = await look(() => simulate(iam, { source: source.value, arns }, context), {
    action: 'iam:SimulatePrincipalPolicy',
    subject: source.value,
    missing: ['NoSuchEntity'],
  });
  return new Map(
    arns.map((arn) => {
      if (decisions.type === 'denied') return [arn, notPermitted(decisions.action)];
      const decision = decisions.type === 'seen' ? decisions.value.get(arn) : undefined;
      if (decision === undefined) return [arn, unknown];
      return [arn, decision === 'allowed' ? ok : failed(`${source.value} may not iam:PassRole it (${decision})`)];
    }),
  );
}

/** The ARN of the role or user whose policies decide; that of a session lacks the path of its role. */
async function sourceArn(
  iam: Iam,
  principal: Exclude<CallerPrincipal, { readonly type: 'root' }>,
  context: RunContext,
): Promise<Look<string>> {
  if (principal.type === 'user') return { type: 'seen', value: principal.arn };
  const { role } = context.environment;
  if (role !== null && resourceName(role) === principal.name) return { type: 'seen', value: role };
  const answer = await getRole(iam, principal.name, context);
  return answer.type === 'seen' ? { type: 'seen', value: answer.value.Arn ?? '' } : answer;
}

async function simulate(
  { client, sdk }: Iam,
  { source, arns }: { readonly source: string; readonly arns: readonly string[] },
  context: RunContext,
): Promise<ReadonlyMap<string, string>> {
  const decisions = new Map<string, string>();
  let marker: string | undefined;
  do {
    const command = new sdk.SimulatePrincipalPolicyCommand({
      PolicySourceArn: source,
      ActionNames: ['iam:PassRole'],
      ResourceArns: [...arns],
      ContextEntries: [
        { ContextKeyName: 'iam:PassedToService', ContextKeyType: 'string', ContextKeyValues: [tasksPrincipal] },
      ],
      ...(marker === undefined ? {} : { Marker: marker }),
    });
    const answer = await client.send(command, { abortSignal: context.signal });
    for (const { EvalResourceName, EvalDecision, ResourceSpecificResults = [] } of answer.EvaluationResults ?? []) {
      if (EvalResourceName !== undefined) decisions.set(EvalResourceName, EvalDecision ?? '');
      for (const one of ResourceSpecificResults) {
        if (one.EvalResourceName !== undefined) decisions.set(one.EvalResourceName, one.EvalResourceDecision ?? '');
      }
    }
    marker = answer.IsTruncated === true ? answer.Marker : undefined;
  } while (marker !== undefined);
  return decisions;
}
