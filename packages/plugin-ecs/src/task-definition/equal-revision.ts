import type { JsonObject } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { sameTaskDefinition } from './same-task-definition.ts';
import { toRegisterInput } from './to-register-input.ts';

/** ARN of the newest active revision of the family that is this very definition; null when none that was looked at is. */
export function equalRevision(
  definition: JsonObject,
  { revisions, taskDefinitions }: Pick<EcsFacts, 'revisions' | 'taskDefinitions'>,
): string | null {
  const newest = revisions[String(definition.family)] ?? [];
  return (
    newest.find((arn) => {
      const described = taskDefinitions[arn];
      return described !== undefined && sameTaskDefinition(toRegisterInput(described), definition);
    }) ?? null
  );
}
