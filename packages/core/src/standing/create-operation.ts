import type { Environment, Target } from '../model/environment.ts';
import type { OperationName, OperationPlan, OperationRequest } from '../model/operation.ts';
import type { Plugin, PluginOperations } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { connectPlugins, readFacts } from '../plan/observe.ts';
import { definitionsByKind } from '../plan/planned-step.ts';
import { standingRequest } from '../plan/request.ts';
import { assembleOperation } from './assemble-operation.ts';

/** What an operation is made for. */
export interface OperationWanted {
  readonly operation: OperationName;
  readonly project: string;
  readonly environment: Environment;
  readonly targets: readonly Target[];
  readonly started: OperationRequest['started'];
  readonly begun: OperationRequest['begun'];
  /** Absent: it is waited for until the end. */
  readonly until?: string;
  /** Absent: nothing is scaled. */
  readonly scale?: NonNullable<OperationRequest['scale']>;
}

/** What one plugin is asked, and what it answers with. */
export interface AskedPlugin {
  readonly name: string;
  readonly operations: PluginOperations;
  readonly request: OperationRequest;
}

/**
 * Observes what is in progress and makes the steps of an operation. Reads only. Throws what the plugins throw,
 * `OPTIONS_INVALID`, `FACTS_INVALID` and `PLAN_BROKEN`.
 */
export async function createOperation(
  wanted: OperationWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<OperationPlan> {
  const asked = askedPlugins(wanted, plugins);
  await connectPlugins(plugins, context);
  const facts = await readFacts(
    asked.map(({ name, operations, request }) => ({
      name,
      facts: operations.facts,
      observe: () => operations.observe(request, context),
    })),
  );
  const createdAt = new Date(context.clock.now()).toISOString();
  return assembleOperation(wanted, { asked, facts, createdAt, definitions: definitionsByKind(plugins) });
}

/** What each plugin is asked that acts on what is in progress. Throws `OPTIONS_INVALID`. */
export function askedPlugins(wanted: OperationWanted, plugins: readonly Plugin[]): readonly AskedPlugin[] {
  const { operation, started, begun } = wanted;
  return plugins.flatMap((plugin): readonly AskedPlugin[] => {
    const { name, operations } = plugin;
    if (operations === undefined) return [];
    const until = wanted.until === undefined ? {} : { until: wanted.until };
    const scale = wanted.scale === undefined ? {} : { scale: wanted.scale };
    const request = { ...standingRequest(wanted, plugin), operation, started, begun, ...until, ...scale };
    return request.targets.length === 0 ? [] : [{ name, operations, request }];
  });
}
