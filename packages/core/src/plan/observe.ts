import { prettifyError, type ZodType } from 'zod';
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
  return readFacts(
    asked.map(({ plugin, request }) => ({
      name: plugin.name,
      facts: plugin.facts,
      observe: () => plugin.observe(request, context),
    })),
  );
}

/** What one plugin reads, and the schema that it fits. */
interface FactsRead {
  /** Of the plugin. */
  readonly name: string;
  readonly facts: ZodType;
  readonly observe: () => Promise<unknown>;
}

/** Reads side by side, and gives the facts by plugin. Throws, of several errors, the first in the plugins' order. */
export async function readFacts(reads: readonly FactsRead[]): Promise<Facts> {
  const read = await Promise.allSettled(reads.map(async (each) => parseFacts(each, await each.observe())));
  return Object.fromEntries(
    read.map((result, index): [string, Json] => {
      if (result.status === 'rejected') throw result.reason;
      return [reads[index]?.name ?? '', result.value];
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
export function parseFacts({ name, facts: schema }: Pick<FactsRead, 'name' | 'facts'>, facts: unknown): Json {
  const parsed = schema.safeParse(facts);
  if (!parsed.success) throw badFacts(name, prettifyError(parsed.error));
  return toJson(parsed.data);
}
