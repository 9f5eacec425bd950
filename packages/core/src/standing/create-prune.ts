import type { OperationPlan } from '../model/operation.ts';
import type { Facts } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { PluginPruning, PruneFragment, PruneOptions, PruneRequest } from '../model/prune.ts';
import type { RunContext } from '../model/run-context.ts';
import type { StepId } from '../model/step.ts';
import { ownSteps } from '../plan/assemble-plan.ts';
import { connectPlugins, readFacts } from '../plan/observe.ts';
import { definitionsByKind } from '../plan/planned-step.ts';
import { standingRequest } from '../plan/request.ts';
import type { StandingWanted } from './ask-standing.ts';
import { operationPlan } from './assemble-operation.ts';

/** What is tidied up, and where. */
export interface PruneWanted extends StandingWanted {
  readonly options: PruneOptions;
}

interface Asked {
  readonly name: string;
  readonly pruning: PluginPruning;
  readonly request: PruneRequest;
}

/**
 * Observes what is old and makes the steps that tidy it up. Reads only. Plugins plan in the reverse order, from what runs to what it is
 * made from. Throws what the plugins throw, `OPTIONS_INVALID`, `FACTS_INVALID` and `PLAN_BROKEN`.
 */
export async function createPrune(
  wanted: PruneWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<OperationPlan> {
  const asked = plugins.flatMap((plugin): readonly Asked[] => {
    const { name, pruning } = plugin;
    if (pruning === undefined || (pruning.imagesOnly === true && !wanted.options.images)) return [];
    const request = { ...standingRequest(wanted, plugin), ...wanted.options };
    return request.targets.length === 0 ? [] : [{ name, pruning, request }];
  });
  await connectPlugins(plugins, context);
  const facts = await readFacts(
    asked.map(({ name, pruning, request }) => ({
      name,
      facts: pruning.facts,
      observe: () => pruning.observe(request, context),
    })),
  );
  const owners = new Map<StepId, readonly string[]>();
  const fragment = fragmentsOf(asked.toReversed(), facts, owners);
  const createdAt = new Date(context.clock.now()).toISOString();
  return operationPlan({ ...wanted, operation: 'prune' }, fragment, {
    plugins: asked.map(({ name }) => name),
    facts,
    createdAt,
    definitions: definitionsByKind(plugins),
    owners,
  });
}

function fragmentsOf(asked: readonly Asked[], facts: Facts, owners: Map<StepId, readonly string[]>): PruneFragment {
  return asked.reduce<PruneFragment>(
    (merged, { name, pruning, request }) => {
      const added = pruning.plan(request, facts[name] ?? null, merged.keeps);
      ownSteps(owners, name, added.steps);
      return {
        steps: [...merged.steps, ...added.steps],
        notes: [...merged.notes, ...added.notes],
        warnings: [...merged.warnings, ...added.warnings],
        keeps: added.keeps === null ? merged.keeps : [...(merged.keeps ?? []), ...added.keeps],
      };
    },
    { steps: [], notes: [], warnings: [], keeps: null },
  );
}
