import { maskChange } from '../diff/mask-change.ts';
import type { Plugin } from '../model/plugin.ts';
import type { PlannedStep, Step, StepDefinition } from '../model/step.ts';

/** The definitions of these plugins by kind. */
export function definitionsByKind(plugins: readonly Plugin[]): ReadonlyMap<string, StepDefinition> {
  return new Map(plugins.flatMap(({ steps }) => steps.map((definition) => [definition.kind, definition] as const)));
}

/**
 * A step as the plan holds it: with what its definition says of it. Whatever a plugin shows of its changes, nothing that looks
 * like a secret gets into a plan that way.
 */
export function plannedStep(step: Step, definitions: ReadonlyMap<string, StepDefinition>): PlannedStep {
  const definition = definitions.get(step.kind);
  const deadlineSeconds = definition?.deadlineSeconds?.(step.input) ?? null;
  return {
    ...step,
    effect: definition?.effect ?? 'changes',
    ...(definition?.verb === undefined ? {} : { verb: definition.verb }),
    ...(deadlineSeconds === null ? {} : { deadlineSeconds }),
    changes: step.changes.map(maskChange),
  };
}
