import { decide } from '../../../identity/check-permission.ts';
import type { Permissions } from '../../../identity/principal.ts';
import { objectsIn, textIn, textsIn } from '../../../model/input.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import { noSuchRole } from '../faults.ts';
import type { IamState } from '../state.ts';

export const simulatePrincipalPolicy: Operation<IamState> = (state, { input }) => {
  const permissions = permissionsOf(state, textIn(input, 'PolicySourceArn') ?? '');
  const actions = textsIn(input, 'ActionNames') ?? [];
  const resources = textsIn(input, 'ResourceArns') ?? ['*'];
  const context = Object.fromEntries(
    (objectsIn(input, 'ContextEntries') ?? []).map((entry) => [
      textIn(entry, 'ContextKeyName') ?? '',
      textsIn(entry, 'ContextKeyValues') ?? [],
    ]),
  );
  if (actions.length === 0) {
    throw new AwsFault(
      'ValidationError',
      "1 validation error detected: Value null at 'actionNames' failed to satisfy constraint: Member must not be null",
    );
  }
  return {
    EvaluationResults: actions.flatMap((action) =>
      resources.map((resource) => ({
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decide(permissions, { action, resource, context }),
        MatchedStatements: [],
        MissingContextValues: [],
      })),
    ),
    IsTruncated: false,
  };
};

function permissionsOf({ identities }: IamState, arn: string): Permissions {
  const [, kind, path] = /^arn:[a-z-]+:iam::\d{12}:(user|role)\/(.+)$/.exec(arn) ?? [];
  if (kind === undefined) {
    throw new AwsFault('InvalidInput', `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  }
  const permissions = identities.permissionsOf(arn);
  if (permissions !== null) return permissions;
  const name = path?.split('/').at(-1) ?? '';
  if (kind === 'role') throw noSuchRole(name);
  throw new AwsFault('NoSuchEntity', `The user with name ${name} cannot be found.`, 404);
}
