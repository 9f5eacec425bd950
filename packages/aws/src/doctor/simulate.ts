import { isJsonObject, type Json, type JsonObject, type RunContext } from '@funade/core';
import { isAwsError } from '../api/is-aws-error.ts';
import { translateError } from '../api/translate-error.ts';
import type { Statement } from '../policy/statement.ts';
import { useSession } from '../session/session.ts';
import { principalOf } from './diagnose.ts';

/** What IAM says of statements: those that the caller lacks, in whole or in part; or why nothing can be said. */
export type Simulated =
  | { readonly principal: string; readonly lacking: readonly Statement[]; readonly unknown: null }
  | { readonly principal: string | null; readonly lacking: null; readonly unknown: string };

/**
 * Asks IAM's simulator whether the caller may do what the statements allow. Reads only, and changes nothing. What conditions ask of is sent along; wildcards
 * in ARNs stand for some name. Policies of resources, service control policies of other accounts and sessions are not weighed.
 */
export async function simulatePermissions(statements: readonly Statement[], context: RunContext): Promise<Simulated> {
  const session = await useSession(context);
  const principal = principalOf(session.callerArn, context.environment.role);
  if (principal === null) return { principal, lacking: null, unknown: `IAM cannot answer for ${session.callerArn}` };
  const { IAMClient, SimulatePrincipalPolicyCommand } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(session.clientConfigFor('iam', 3));
  const lacking: Statement[] = [];
  try {
    for (const statement of statements) {
      const entries = contextOf(statement.Condition);
      const denied = new Set<string>();
      let marker: string | undefined;
      do {
        const command = new SimulatePrincipalPolicyCommand({
          PolicySourceArn: principal,
          ActionNames: [...statement.Action],
          ResourceArns: statement.Resource.map(someName),
          ...(entries.length === 0 ? {} : { ContextEntries: entries }),
          ...(marker === undefined ? {} : { Marker: marker }),
        });
        const answer = await client.send(command, { abortSignal: context.signal });
        for (const { EvalActionName = '', EvalDecision, ResourceSpecificResults = [] } of answer.EvaluationResults ??
          []) {
          const all = [EvalDecision, ...ResourceSpecificResults.map((each) => each.EvalResourceDecision)];
          if (all.some((decision) => decision !== 'allowed')) denied.add(EvalActionName);
        }
        marker = answer.IsTruncated === true ? answer.Marker : undefined;
      } while (marker !== undefined);
      const actions = statement.Action.filter((action) => denied.has(action));
      if (actions.length > 0) lacking.push({ ...statement, Action: actions });
    }
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isAwsError(error, 'AccessDenied', 'AccessDeniedException', 'NoSuchEntity')) {
      throw translateError(error, { operation: 'iam:SimulatePrincipalPolicy', subject: principal });
    }
    return { principal, lacking: null, unknown: 'asking needs iam:SimulatePrincipalPolicy on the role itself' };
  }
  return { principal, lacking, unknown: null };
}

/** The simulator takes no wildcards. */
function someName(resource: string): string {
  return resource === '*' ? resource : resource.replaceAll('*', '1').replaceAll('?', '1');
}

/** What a call would say that the condition holds for. */
function contextOf(condition: JsonObject = {}) {
  return Object.entries(condition).flatMap(([operator, keys]) => {
    if (operator === 'Null' || !isJsonObject(keys as Json)) return [];
    return Object.entries(keys as JsonObject).map(([ContextKeyName, value]) => ({
      ContextKeyName,
      ContextKeyType: 'string' as const,
      ContextKeyValues: [someName(String(Array.isArray(value) ? value[0] : value))],
    }));
  });
}
