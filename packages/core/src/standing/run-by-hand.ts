import type { Target } from '../model/environment.ts';
import { DeployError } from '../model/error.ts';
import type { HandRun, HandRunListener, HandRunRequest } from '../model/hand-run.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { connectPlugins } from '../plan/observe.ts';
import { standingRequest } from '../plan/request.ts';
import type { StandingWanted } from './ask-standing.ts';

/** What is run by hand, and where. */
export type HandRunWanted = Omit<StandingWanted, 'targets'> &
  Omit<HandRunRequest, keyof StandingWanted> & { readonly target: Target };

/** Runs a task of a target by hand. Throws what the plugins throw, `OPTIONS_INVALID` and `RUN_NOT_POSSIBLE`. */
export async function runByHand(
  wanted: HandRunWanted,
  { plugins, listener }: { readonly plugins: readonly Plugin[]; readonly listener: HandRunListener },
  context: RunContext,
): Promise<HandRun> {
  const { target, project, environment, ...rest } = wanted;
  const [asked] = plugins.flatMap((plugin) => {
    if (plugin.run === undefined) return [];
    const request = { ...standingRequest({ project, environment, targets: [target] }, plugin), ...rest };
    return request.targets.length === 0 ? [] : [{ plugin, request }];
  });
  await connectPlugins(plugins, context);
  const ran = await asked?.plugin.run?.(asked.request, context, listener);
  if (ran != null) return ran;
  throw new DeployError('RUN_NOT_POSSIBLE', `no plugin of ${target.id} can run a task of it`, {
    category: 'usage',
    hint: 'a task is run of what ECS runs: describe it under the service, such as ecs: { cluster: "shop", service: "api", container: "app" }',
  });
}
