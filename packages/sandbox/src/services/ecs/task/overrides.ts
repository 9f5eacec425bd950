import { objectsIn, textIn, textsIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import type { TaskDefinitionRevision } from '../state.ts';
import { containerDefinitions } from './containers.ts';

/** The overrides of a task that has none. */
export const noOverrides: WireObject = { containerOverrides: [], inferenceAcceleratorOverrides: [] };

const longest = 8192;

/** Throws InvalidParameterException for overrides that are too long or name a container that is not there. */
export function checkOverrides(overrides: WireObject, definition: TaskDefinitionRevision): void {
  if (JSON.stringify(overrides).length > longest) {
    throw invalidParameter(`Container Overrides length must be at most ${longest}`);
  }
  const names = containerDefinitions(definition).map(({ name }) => name);
  for (const each of objectsIn(overrides, 'containerOverrides') ?? []) {
    if (!names.includes(each.name)) {
      throw invalidParameter(`Override for container named ${each.name} is not a container in the TaskDefinition.`);
    }
  }
}

/** The commands that overrides give containers, each as one text. */
export function commandsIn(overrides: WireObject): readonly string[] {
  return (objectsIn(overrides, 'containerOverrides') ?? []).flatMap(
    (each) => textsIn(each, 'command')?.join(' ') ?? [],
  );
}

/** A member of the task that overrides may change, such as `cpu`. */
export function overridden(overrides: WireObject, body: WireObject, member: string): string | undefined {
  return textIn(overrides, member) ?? (body[member] === undefined ? undefined : String(body[member]));
}
