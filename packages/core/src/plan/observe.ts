import { prettifyError } from 'zod';
import type { Json } from '../model/json.ts';
import type { LookupCall } from '../model/lookup.ts';
import type { Facts } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import { emptyRelease } from '../model/release.ts';
import type { RunContext } from '../model/run-context.ts';
import { toJson } from '../model/to-json.ts';
import { badFacts } from './errors.ts';
import { asksAnything, type PlanRequest, pluginRequest } from './request.ts';

/**
 * Reads everything that planning needs to know: each plugin proves who we are, one after the other, then all of them
 * read side by side. A plugin that no target wrote options for, and whose lookups no
 * template calls, is left out.
 *
 * Throws what a plugin throws (of several, the first in the plugins' order), `FACTS_INVALID`, and the reason of
 * `context.signal` once that has aborted.
 */
export async function observeFacts(
  request: PlanRequest,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<Facts> {
  const asked = plugins
    .map((plugin) => ({ plugin, request: pluginRequest(request, plugin) }))
    .filter(({ request }) => asksAnything(request));
  await connectPlugins(
    asked.map(({ plugin }) => plugin),
    context,
  );
  const read = await Promise.allSettled(
    asked.map(async ({ plugin, request }) => parseFacts(plugin, await plugin.observe(request, context))),
  );
  return Object.fromEntries(
    read.map((result, index): [string, Json] => {
      if (result.status === 'rejected') throw result.reason;
      return [asked[index]?.plugin.name ?? '', result.value];
    }),
  );
}

/**
 * Reads what templates look up where no release takes part: no lookup may depend on one, so a stand-in is asked with.
 * Throws as `observeFacts` does.
 */
export async function observeLookups(
  calls: readonly LookupCall[],
  { project, environment }: Pick<PlanRequest, 'project' | 'environment'>,
  { plugins, context }: { readonly plugins: readonly Plugin[]; readonly context: RunContext },
): Promise<Facts> {
  const allow = { dirty: false, downgrade: false, adoptImage: false, force: false };
  const request = { project, environment, release: emptyRelease, allow, targets: [], lookups: calls };
  return observeFacts(request, plugins, context);
}

/** Each plugin proves who we are, one after the other. Throws the reason of `context.signal` once that has aborted. */
export async function connectPlugins(plugins: readonly Plugin[], context: RunContext): Promise<void> {
  for (const plugin of plugins) {
    context.signal.throwIfAborted();
    await plugin.connect?.(context);
  }
  context.signal.throwIfAborted();
}

/** Facts as JSON, as the plugin's own schema allows them. Throws `FACTS_INVALID`. */
export function parseFacts(plugin: Plugin, facts: unknown): Json {
  const parsed = plugin.facts.safeParse(facts);
  if (!parsed.success) throw badFacts(plugin.name, prettifyError(parsed.error));
  return toJson(parsed.data);
}
