import type { Environment, Target, TargetId } from '../model/environment.ts';
import type { StandingRequest } from '../model/operation.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { toJson } from '../model/to-json.ts';
import { connectPlugins } from '../plan/observe.ts';
import { standingRequest } from '../plan/request.ts';

/** Whose standing is asked for. */
export interface StandingWanted {
  readonly project: string;
  readonly environment: Environment;
  readonly targets: readonly Target[];
}

/** What plugins are asked. */
interface Asking<Answer, More> {
  readonly plugins: readonly Plugin[];
  /** What a plugin is asked with; undefined: it answers nothing of the kind. */
  readonly ask: (
    plugin: Plugin,
  ) => ((request: StandingRequest & More, context: RunContext) => Promise<readonly Answer[]>) | undefined;
  /** What stands in the request beside whose standing is asked for. */
  readonly more: More;
}

/**
 * Asks every plugin that answers, and gives the answers in the targets' order; a target that no plugin knows anything of is
 * left out. Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function askStanding<Answer extends { readonly id: TargetId }, More extends object>(
  wanted: StandingWanted,
  { plugins, ask, more }: Asking<Answer, More>,
  context: RunContext,
): Promise<readonly Answer[]> {
  // Options of a plugin that answers nothing may need a release, which there is none of here: they are not looked at.
  const asked = plugins.flatMap((plugin) => {
    const answer = ask(plugin);
    const request = answer === undefined ? null : standingRequest(wanted, plugin);
    return answer === undefined || request === null || request.targets.length === 0 ? [] : [{ answer, request }];
  });
  await connectPlugins(plugins, context);
  const read = await Promise.all(asked.map(async ({ answer, request }) => answer({ ...request, ...more }, context)));
  const found = new Map(read.flat().map((each) => [each.id, toJson(each) as unknown as Answer]));
  return wanted.targets.flatMap(({ id }) => found.get(id) ?? []);
}
