import type { JsonObject } from '../model/json.ts';
import { emptyOperation, type OperationFragment, type OperationPlan } from '../model/operation.ts';
import type { Facts } from '../model/plan.ts';
import { toJson } from '../model/to-json.ts';
import { inOrder, listTargets, planId, rankOf } from './assemble-plan.ts';
import type { AskedPlugin, OperationWanted } from './create-operation.ts';
import { badFacts } from './errors.ts';
import { withoutIdleSteps, withReferencedNeeds } from './link-steps.ts';

/** What an operation follows from. */
export interface OperationParts {
  readonly asked: readonly AskedPlugin[];
  readonly facts: Facts;
  /** ISO 8601, UTC; not part of the id. */
  readonly createdAt: string;
  /** Kinds that a plugin runs. */
  readonly kinds: ReadonlySet<string>;
}

/** The steps of an operation, from what is in flight: same in, same out. Throws `PLAN_BROKEN`. */
export function assembleOperation(wanted: OperationWanted, parts: OperationParts): OperationPlan {
  const { asked, facts, createdAt, kinds } = parts;
  const { operation, project, environment } = wanted;
  const { steps, notes, warnings } = fragmentsOf(asked, facts);
  const linked = withoutIdleSteps(withReferencedNeeds(steps));
  const targets = listTargets(wanted.targets, linked, { artifacts: [], versions: [] });
  const ordered = inOrder(linked, rankOf(targets), { kinds });
  const plugins = asked.map(({ name }) => name);
  const content = { operation, project, environment, plugins, targets, facts, steps: ordered, notes, warnings };
  const json = toJson(content) as JsonObject;
  return { ...(json as unknown as typeof content), id: planId(json), createdAt };
}

function fragmentsOf(asked: readonly AskedPlugin[], facts: Facts): OperationFragment {
  return asked.reduce<OperationFragment>((merged, { name, operations, request }) => {
    const known = facts[name];
    if (known === undefined) throw badFacts(name, 'there are none');
    const added = operations.plan(request, known);
    return {
      steps: [...merged.steps, ...added.steps],
      notes: [...merged.notes, ...added.notes],
      warnings: [...merged.warnings, ...added.warnings],
    };
  }, emptyOperation);
}
