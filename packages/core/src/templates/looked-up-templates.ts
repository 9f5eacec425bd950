import { callText, type LookedUp, type LookupCall } from '../model/lookup.ts';
import type { Facts } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import { lookupHelpers } from './lookup-helpers.ts';
import { holdsTemplate, leafLookups } from './render-leaves.ts';
import type { TemplateScope } from './template-scope.ts';
import { loadTemplates, type Templates } from './templates.ts';

/** Something with templates in it, and what they can name. */
export interface ScopedDocument {
  readonly document: unknown;
  readonly scope: TemplateScope;
}

export interface LookUpOptions {
  /** Whose lookups templates can call. */
  readonly plugins: readonly Plugin[];
  /** Reads the facts of the plugins that these calls belong to. Called when a template calls a lookup. Default: none is known. */
  readonly lookUp?: (calls: readonly LookupCall[]) => Promise<Facts>;
}

export interface LookedUpTemplates {
  /** Null when there is no template in any document. */
  readonly templates: Templates | null;
  readonly lookups: LookedUp;
}

/** Templates that know what every lookup of these documents is worth. */
export async function loadLookedUp(
  documents: readonly ScopedDocument[],
  { plugins, lookUp }: LookUpOptions,
): Promise<LookedUpTemplates> {
  let lookups: LookedUp = { calls: [], facts: {} };
  if (!documents.some(({ document }) => holdsTemplate(document))) return { templates: null, lookups };
  const templates = await loadTemplates({ helpers: lookupHelpers(plugins, () => lookups) });
  // An argument of a lookup may be a lookup: each round knows more calls than the one before, or is the last.
  for (;;) {
    const called = documents.flatMap(({ document, scope }) => leafLookups(document, scope, templates));
    const calls = distinct([...lookups.calls, ...called]);
    if (calls.length === lookups.calls.length) return { templates, lookups };
    lookups = { calls, facts: (await lookUp?.(calls)) ?? {} };
  }
}

function distinct(calls: readonly LookupCall[]): readonly LookupCall[] {
  return [...new Map(calls.map((call) => [callText(call), call])).values()];
}
