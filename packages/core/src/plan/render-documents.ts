import type { PluginRequest } from '../model/plugin.ts';
import type { Problem } from '../model/problem.ts';
import type { RunContext } from '../model/run-context.ts';
import { loadLookedUp } from '../templates/looked-up-templates.ts';
import { renderLeaves } from '../templates/render-leaves.ts';
import { serviceScope } from '../templates/template-scope.ts';
import { observeFacts } from './observe.ts';

/** What a plugin read for a service, such as the task definition in a file. */
export interface ServiceDocument {
  readonly service: string;
  readonly document: unknown;
}

export interface RenderedDocument {
  /** As it was read, where there are problems. */
  readonly document: unknown;
  readonly problems: readonly Problem[];
}

/**
 * Documents that a plugin's `observe` read, their string leaves rendered as those of options are: over `project`,
 * `environment`, `release` and `service`, and with the lookups of the config's plugins, which observe what all of the
 * documents ask for in one go. In the order of the documents.
 *
 * Throws what those plugins throw.
 */
export async function renderDocuments(
  documents: readonly ServiceDocument[],
  { project, environment, release, allow }: Omit<PluginRequest, 'targets' | 'lookups'>,
  context: RunContext,
): Promise<readonly RenderedDocument[]> {
  const scoped = documents.map(({ service, document }) => ({
    document,
    scope: serviceScope({ project, environment, release, service }),
  }));
  const plugins = context.lookups ?? [];
  const request = { project, environment, release, allow, targets: [] };
  const { templates } = await loadLookedUp(scoped, {
    plugins,
    lookUp: (calls) => observeFacts({ ...request, lookups: calls }, plugins, context),
  });
  return Promise.all(
    scoped.map(async ({ document, scope }) => {
      const problems: Problem[] = [];
      const options = { path: [], problems, ...(templates === null ? {} : { templates }) };
      return { document: await renderLeaves(document, scope, options), problems };
    }),
  );
}
