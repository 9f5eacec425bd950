import type { Target } from '../model/environment.ts';
import type { JsonObject } from '../model/json.ts';
import { emptyOperation, type OperationFragment, type OperationPlan } from '../model/operation.ts';
import type { Facts } from '../model/plan.ts';
import type { StepDefinition, StepId } from '../model/step.ts';
import { toJson } from '../model/to-json.ts';
import { inOrder, listTargets, ownSteps, planId, rankOf } from '../plan/assemble-plan.ts';
import { badFacts } from '../plan/errors.ts';
import { withPhases } from '../plan/link-phases.ts';
import { withoutIdleSessions, withReferencedNeeds } from '../plan/link-steps.ts';
import { plannedStep } from '../plan/planned-step.ts';
import type { AskedPlugin, OperationWanted } from './create-operation.ts';

/** What an operation follows from. */
export interface OperationParts {
  readonly asked: readonly AskedPlugin[];
  readonly facts: Facts;
  /** ISO 8601, UTC; not part of the id. */
  readonly createdAt: string;
  readonly definitions: ReadonlyMap<string, StepDefinition>;
}

/** The steps of an operation, from what is in progress: same in, same out. Throws `PLAN_BROKEN`. */
export function assembleOperation(wanted: OperationWanted, parts: OperationParts): OperationPlan {
  const { asked, facts, createdAt, definitions } = parts;
  const owners = new Map<StepId, readonly string[]>();
  const fragment = fragmentsOf(asked, { facts, owners });
  const plugins = asked.map(({ name }) => name);
  return operationPlan(wanted, fragment, { plugins, facts, createdAt, definitions, owners });
}

/** What an operation is a plan of. */
interface Planned extends Pick<OperationPlan, 'project' | 'environment' | 'operation'> {
  readonly targets: readonly Target[];
}

/** What else is known once its steps are. */
interface Around extends Omit<OperationParts, 'asked'> {
  /** Names of those that were asked. */
  readonly plugins: readonly string[];
  /** Which plugins each step is of. */
  readonly owners: ReadonlyMap<StepId, readonly string[]>;
}

/** The plan of what plugins answered: its steps in order, and its id. Throws `PLAN_BROKEN`. */
export function operationPlan(
  wanted: Planned,
  { steps, notes, warnings }: OperationFragment,
  { plugins, facts, createdAt, definitions, owners }: Around,
): OperationPlan {
  const { operation, project, environment } = wanted;
  const linked = withoutIdleSessions(withPhases(withReferencedNeeds(steps)));
  const targets = listTargets(wanted.targets, linked, { versions: [] });
  const known = new Set(wanted.targets.map(({ id }) => id));
  const checks = { kinds: new Set(definitions.keys()), targets: known, owners };
  const ordered = inOrder(linked, rankOf(targets), checks).map((step) => plannedStep(step, definitions));
  const content = { operation, project, environment, plugins, targets, facts, steps: ordered, notes, warnings };
  const json = toJson(content) as JsonObject;
  return { ...(json as unknown as typeof content), id: planId(json), createdAt };
}

function fragmentsOf(
  asked: readonly AskedPlugin[],
  { facts, owners }: { readonly facts: Facts; readonly owners: Map<StepId, readonly string[]> },
): OperationFragment {
  return asked.reduce<OperationFragment>((merged, { name, operations, request }) => {
    const known = facts[name];
    if (known === undefined) throw badFacts(name, 'there are none');
    const added = operations.plan(request, known);
    ownSteps(owners, name, added.steps);
    return {
      steps: [...merged.steps, ...added.steps],
      notes: [...merged.notes, ...added.notes],
      warnings: [...merged.warnings, ...added.warnings],
    };
  }, emptyOperation);
}
