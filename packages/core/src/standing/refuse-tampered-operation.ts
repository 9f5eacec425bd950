import type { OperationName, OperationPlan } from '../model/operation.ts';
import type { Plugin } from '../model/plugin.ts';
import { planTampered } from '../plan/errors.ts';
import { definitionsByKind } from '../plan/planned-step.ts';
import { assembleOperation } from './assemble-operation.ts';
import { askedPlugins } from './create-operation.ts';

type Resumable = OperationPlan & { readonly operation: OperationName };

/**
 * Makes an operation again from what it says it was made from, and refuses it when anything else comes out. Touches nothing.
 * Throws `PLAN_TAMPERED` (category `refused`).
 */
export function refuseTamperedOperation(plan: Resumable, plugins: readonly Plugin[]): void {
  if (derive(plan, plugins) !== plan.id) throw planTampered([plan.operation]);
}

function derive(plan: Resumable, plugins: readonly Plugin[]): string {
  const { createdAt, facts } = plan;
  const wanted = { ...plan, started: {}, begun: {} };
  try {
    const asked = askedPlugins(wanted, plugins);
    return assembleOperation(wanted, { asked, facts, createdAt, definitions: definitionsByKind(plugins) }).id;
  } catch (error) {
    throw planTampered([], error);
  }
}
