import type { JsonObject } from '@funade/core';
import type { DefinitionProblem } from '../definition-rules/definition-view.ts';
import { fillPlaceholders } from '../definition-rules/fill-placeholders.ts';
import { pathText } from '../definition-rules/type-problems.ts';
import type { EcsFacts, TaskDefinitionFacts } from '../model/facts.ts';
import { revisionName } from '../model/revision-name.ts';
import type { EcsOptions } from '../options/options.ts';
import { fitToShape } from '../shapes/fit-to-shape.ts';
import { shapeProblems } from '../shapes/shape-problems.ts';
import { taskDefinitionShape } from '../shapes/task-definition-shape.ts';
import { withoutMisfits } from '../shapes/without-misfits.ts';
import { toRegisterInput } from './to-register-input.ts';

/** What a new revision is made from. */
export interface Base {
  /** A request that registers it. */
  readonly definition: JsonObject;
  /** What people call it: `shop-api:13`, `task-definition.json`; null when it is the revision that runs. */
  readonly name: string | null;
  /** What ECS answers about it, where it is a revision. */
  readonly described: TaskDefinitionFacts | null;
  /** What of it, as it was written, is of another type than ECS has there; the definition is without that. Absent: nothing. */
  readonly problems?: readonly DefinitionProblem[];
  /** Names of placeholders that were filled in it. Absent: none were. */
  readonly filled?: readonly string[];
}

/** The base of a target: what the config says, else the revision that runs. Null: nothing runs and the config says nothing. */
export function baseDefinition(
  { taskDefinition, placeholders = {} }: Pick<EcsOptions, 'taskDefinition' | 'placeholders'>,
  source: EcsFacts['sources'][string] | undefined,
  { running, taskDefinitions }: { readonly running: string | null } & Pick<EcsFacts, 'taskDefinitions'>,
): Base | null {
  if (typeof taskDefinition === 'object') {
    const { document, names } = fillPlaceholders(taskDefinition as JsonObject, placeholders);
    const problems = shapeProblems(document, taskDefinitionShape).map(({ path, message }) => ({
      path: pathText(document, path),
      message,
    }));
    const definition = requestOf(withoutMisfits(document, taskDefinitionShape));
    return { definition, name: 'ecs.taskDefinition', described: null, problems, filled: names };
  }
  if (source?.type === 'file') {
    const { definition, problems = [], filled = [] } = source;
    return { definition, name: String(taskDefinition), described: null, problems, filled };
  }
  const arn = source?.arn ?? running;
  const described = arn === null ? undefined : taskDefinitions[arn];
  if (arn === null || described === undefined) return null;
  return { definition: toRegisterInput(described), name: arn === running ? null : revisionName(arn), described };
}

/** A definition as a person wrote it, as the request that registers it: numbers, booleans and texts where ECS wants them. */
export function requestOf(written: JsonObject, tags: readonly JsonObject[] = []): JsonObject {
  return fitToShape(toRegisterInput({ taskDefinition: written, tags }), taskDefinitionShape);
}
