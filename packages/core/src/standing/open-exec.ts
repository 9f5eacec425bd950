import type { Target } from '../model/environment.ts';
import { DeployError } from '../model/error.ts';
import type { ExecRequest, ExecSession } from '../model/exec.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { connectPlugins } from '../plan/observe.ts';
import { standingRequest } from '../plan/request.ts';
import type { StandingWanted } from './ask-standing.ts';

/** Where a command is to be run. */
export type ExecWanted = Omit<StandingWanted, 'targets'> &
  Pick<ExecRequest, 'task' | 'container' | 'command'> & { readonly target: Target };

/** Opens a session in a task of a target. Throws what the plugins throw, `OPTIONS_INVALID` and `EXEC_NOT_POSSIBLE`. */
export async function openExec(
  wanted: ExecWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<ExecSession> {
  const { target, task, container, command, ...rest } = wanted;
  const [asked] = plugins.flatMap((plugin) => {
    if (plugin.exec === undefined) return [];
    const request = { ...standingRequest({ ...rest, targets: [target] }, plugin), task, container, command };
    return request.targets.length === 0 ? [] : [{ plugin, request }];
  });
  await connectPlugins(plugins, context);
  const session = await asked?.plugin.exec?.(asked.request, context);
  if (session != null) return session;
  throw new DeployError('EXEC_NOT_POSSIBLE', `no plugin of ${target.id} can run a command in it`, {
    category: 'usage',
    hint: 'a command is run in a service of ECS: describe it under the service, such as ecs: { cluster: "shop", service: "api", container: "app" }',
  });
}
