import type { JsonObject } from '@funade/core';
import { type Filled, fillPlaceholders, type Placeholders } from '../definition-rules/fill-placeholders.ts';
import type { TaskOptions } from './task-options.ts';

type Tasks = Readonly<Record<string, TaskOptions>>;

/** What a service wrote of its one-off tasks, placeholders filled, and the names that stood there. */
export function filledTasks({
  tasks = {},
  placeholders = {},
}: {
  readonly tasks?: Tasks | undefined;
  readonly placeholders?: Placeholders | undefined;
}): Filled<JsonObject> & { readonly tasks: Tasks } {
  const filled = fillPlaceholders(tasks as JsonObject, placeholders);
  return { ...filled, tasks: filled.document as Tasks };
}
