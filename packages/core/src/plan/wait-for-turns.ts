import type { Facts } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { TurnContext, Waiting } from '../model/turn.ts';
import { planFragments } from './assemble-plan.ts';
import { type PlanRequest, pluginRequest } from './request.ts';

/** What has been waited for so far; nothing is waited for twice, so that what never ends does not keep us for ever. */
export type Awaited = Set<string>;

/**
 * Waits until what is in progress has ended, as far as it has not been waited for yet. Says whether it waited, so that what
 * was observed before is out of date. Throws what plugins throw when a turn does not come.
 */
export async function waitForTurns(
  waiting: readonly Waiting[],
  { request, plugins, awaited }: { request: PlanRequest; plugins: readonly Plugin[]; awaited: Awaited },
  context: TurnContext,
): Promise<boolean> {
  const fresh = waiting.filter((each) => !awaited.has(awaitedKey(each)));
  if (fresh.length === 0) return false;
  for (const each of fresh) awaited.add(awaitedKey(each));
  const ids = new Set(fresh.map(({ target }) => target));
  for (const plugin of plugins) {
    const asked = pluginRequest(request, plugin);
    const targets = asked.targets.filter(({ id }) => ids.has(id));
    if (targets.length > 0) await plugin.waitForTurn?.({ ...asked, targets }, context);
  }
  return true;
}

/** What a turn is told apart by. */
export function awaitedKey({ target, occupant }: Waiting): string {
  return `${target} ${occupant}`;
}

/** The targets whose turn has not come, by these facts; none where a rule refuses the plan anyway. */
export function waitingBy(request: PlanRequest, facts: Facts, plugins: readonly Plugin[]): readonly Waiting[] {
  try {
    return planFragments(request, facts, plugins).waitsFor ?? [];
  } catch {
    return [];
  }
}
