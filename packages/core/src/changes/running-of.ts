import type { TargetId } from '../model/environment.ts';
import { isDeployError } from '../model/error.ts';
import type { RunningCommit } from '../model/lineage.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { connectPlugins, parseFacts } from '../plan/observe.ts';
import { type PlanRequest, pluginRequest } from '../plan/request.ts';

/** What is known of what a target runs. */
export type Running =
  /** A full commit id; null: nothing says it. */
  | { readonly state: 'runs'; readonly commit: string | null }
  | { readonly state: 'nothing' }
  | { readonly state: 'unread'; readonly why: string };

/** What each target runs, as far as the plugins that roll out know it. Reads only. */
export async function runningOf(
  request: PlanRequest,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<ReadonlyMap<TargetId, Running>> {
  const asked = plugins.filter(({ runningCommits }) => runningCommits !== undefined);
  if (request.targets.length === 0 || asked.length === 0) return new Map();
  await connectPlugins(plugins, context);
  try {
    return await ask(request, asked, context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isDeployError(error)) throw error;
    const [target] = request.targets;
    if (request.targets.length === 1 && target !== undefined)
      return new Map([[target.id, { state: 'unread', why: error.message }]]);
  }
  // One that cannot be read keeps nothing from being known of the others.
  const each = await Promise.all(
    request.targets.map((target) => runningOf({ ...request, targets: [target] }, plugins, context)),
  );
  return new Map(each.flatMap((known) => [...known]));
}

async function ask(
  request: PlanRequest,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<ReadonlyMap<TargetId, Running>> {
  const known = new Map<TargetId, Running>();
  for (const plugin of plugins) {
    // A release without a name is comparable with none, so that the commit of every target is told.
    const own = pluginRequest({ ...request, release: { ...request.release, imageTag: '' } }, plugin);
    const facts = parseFacts(plugin, await plugin.observe(own, context));
    const commits: readonly RunningCommit<TargetId>[] = plugin.runningCommits?.(own, facts) ?? [];
    for (const { id } of own.targets) known.set(id, { state: 'nothing' });
    for (const { target, commit } of commits) known.set(target, { state: 'runs', commit });
  }
  return known;
}
