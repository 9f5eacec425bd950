import { isObject } from '../../model/input.ts';
import type { WireJson, WireObject } from '../../model/service.ts';
import type { SeedContext } from './load-seed.ts';
import { newRevision } from './operations/register-task-definition.ts';
import { completeDefinition } from './seed-short-forms.ts';
import type { EcsState } from './state.ts';
import { tagsIn } from './tags.ts';
import { normalizeTaskDefinition } from './task-definition/normalize.ts';
import { needsExecutionRole } from './task-definition/rules/execution-role.ts';
import { taskDefinitionFault, taskDefinitionSubject } from './task-definition/validate.ts';

/** Registers one task definition of a seed. Throws `AwsFault` for what ECS would refuse. */
export function seedDefinition(
  state: EcsState,
  written: WireObject,
  { registry, lookup, executionRole }: SeedContext,
): void {
  const request = withRegistry(written, registry) as WireObject;
  const body = normalizeTaskDefinition(completeDefinition(request, state.region));
  const needsRole = needsExecutionRole(taskDefinitionSubject(body, lookup));
  const filled = needsRole ? { ...body, executionRoleArn: executionRole() } : body;
  const fault = taskDefinitionFault(filled, lookup);
  if (fault) throw fault;
  newRevision(state, filled, { tags: tagsIn(request), registeredBy: `arn:aws:iam::${state.account}:root` });
}

/** A value of a seed with the region's registry in place of `{{registry}}`. */
export function withRegistry(value: WireJson, registry: string): WireJson {
  if (typeof value === 'string') return value.replaceAll('{{registry}}', registry);
  if (Array.isArray(value)) return value.map((item) => withRegistry(item, registry));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? item : withRegistry(item, registry)]),
  );
}
