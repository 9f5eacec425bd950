import { isJsonObject, type Json } from '@funade/core';

/** Whom roles of tasks must trust. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
export const tasksPrincipal = 'ecs-tasks.amazonaws.com';

/**
 * Whether a role's trust policy lets tasks have it. `document` is the URL-encoded JSON of GetRole's
 * `AssumeRolePolicyDocument`. Conditions are not weighed: they depend on the task.
 */
export function trustsTasks(document: string): boolean {
  const policy = parse(document);
  const statements = isJsonObject(policy) ? several(policy.Statement) : [];
  return statements.some(
    (statement) =>
      isJsonObject(statement) &&
      statement.Effect === 'Allow' &&
      several(statement.Action).some((action) =>
        ['sts:assumerole', 'sts:*', '*'].includes(String(action).toLowerCase()),
      ) &&
      namesTasks(statement.Principal),
  );
}

function namesTasks(principal: Json | undefined): boolean {
  if (principal === '*') return true;
  return isJsonObject(principal) && several(principal.Service).includes(tasksPrincipal);
}

function parse(document: string): Json {
  try {
    return JSON.parse(decodeURIComponent(document));
  } catch {
    return null;
  }
}

function several(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as Json];
}
