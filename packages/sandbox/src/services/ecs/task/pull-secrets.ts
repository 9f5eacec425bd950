import { objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { Lookup } from '../../../model/service.ts';
import type { EcsState, Task, TaskDefinitionRevision } from '../state.ts';
import { containerDefinitions } from './containers.ts';
import { secretMissing } from './stop-reasons.ts';

interface Subject {
  readonly task: Task;
  readonly definition: TaskDefinitionRevision;
}

/** Why the secrets of a task, those of its log drivers included, cannot be had; null when they can. */
export function secretsFailure(state: EcsState, { task, definition }: Subject, lookup: Lookup): string | null {
  const { account, region } = state;
  const roleArn = textIn(definition.body, 'executionRoleArn') ?? null;
  for (const container of containerDefinitions(definition)) {
    const log = objectIn(container, 'logConfiguration') ?? {};
    for (const secret of [...(objectsIn(container, 'secrets') ?? []), ...(objectsIn(log, 'secretOptions') ?? [])]) {
      const why = lookup.secret(textIn(secret, 'valueFrom') ?? '', { account, region, roleArn, taskId: task.id });
      if (why !== null) return secretMissing(task, why);
    }
  }
  return null;
}
