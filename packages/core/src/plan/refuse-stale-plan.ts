import { diffFacts, type FactChange } from '../diff/diff-facts.ts';
import { isRollback } from '../model/chosen-revision.ts';
import { isJsonObject } from '../model/json.ts';
import type { Facts, Plan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { TurnContext } from '../model/turn.ts';
import { planFragments } from './assemble-plan.ts';
import { planStale } from './errors.ts';
import { observeFacts } from './observe.ts';
import { readLineage } from './read-lineage.ts';
import { requestOf } from './request.ts';
import { type Awaited, awaitedKey, waitForTurns, waitingBy } from './wait-for-turns.ts';

/**
 * Observes again what a saved plan was made from, once what is in progress has ended, and refuses it when anything of it has
 * changed. What was in progress already when the plan was made is part of what it was made from.
 * Throws `PLAN_STALE` (category `refused`) naming the paths that changed, what a plugin refuses now, and what `observeFacts` and plugins throw.
 */
export async function refuseStalePlan(plan: Plan, plugins: readonly Plugin[], context: TurnContext): Promise<void> {
  const request = requestOf(plan);
  const awaited: Awaited = new Set((plan.waitsFor ?? []).map(awaitedKey));
  for (;;) {
    const facts = await observeFacts(request, plugins, context);
    const waiting = waitingBy(request, facts, plugins);
    if (await waitForTurns(waiting, { request, plugins, awaited }, context)) continue;
    assertFresh(plan, facts, plugins);
    const lineage = await readLineage(request, facts, { plugins, context });
    // What a file says of the order of commits is proven once more, where the repository is there.
    if (Object.values(lineage).some(({ relation }) => relation === 'older')) {
      planFragments({ ...request, lineage }, facts, plugins);
    }
    return;
  }
}

/** Throws `PLAN_STALE` when these facts are not those of the plan, estimates apart. */
function assertFresh(plan: Plan, facts: Facts, plugins: readonly Plugin[]): void {
  const changes = diffFacts(withoutEstimates(plan.facts, plugins), withoutEstimates(facts, plugins));
  if (changes.length > 0)
    throw planStale(plan.environment.name, {
      paths: changes.map(({ path }) => path),
      told: changes.map(factChangeText),
      goesBack: isRollback(plan),
    });
}

function withoutEstimates(facts: Facts, plugins: readonly Plugin[]): Facts {
  const estimates = new Map(plugins.map(({ name, estimates = [] }) => [name, new Set<string>(estimates)]));
  return Object.fromEntries(
    Object.entries(facts).map(([name, own]) => {
      if (!isJsonObject(own)) return [name, own];
      return [name, Object.fromEntries(Object.entries(own).filter(([key]) => estimates.get(name)?.has(key) !== true))];
    }),
  );
}

/** The path, and of ARNs what they name before and now; no other value, as facts may hold what is not for logs. */
function factChangeText({ path, from, to }: FactChange): string {
  const names = [from, to].flatMap((value) => (typeof value === 'string' ? (arnName(value) ?? []) : []));
  return names.length === 2 ? `${path} (${names.join(' → ')})` : path;
}

/** `shop-api:42` of `arn:aws:ecs:…:task-definition/shop-api:42`. */
function arnName(text: string): string | null {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:[^/\s]+\/(?:\S*\/)?(?<name>[^/\s]+)$/.exec(text)?.groups?.name ?? null;
}
