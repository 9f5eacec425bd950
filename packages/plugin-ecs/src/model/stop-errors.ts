import { DeployError, nearestName, type TargetId } from '@funade/core';
import { stopStages } from './stop-stage.ts';

/** A stop of a rollout that a plugin asks for, and why there can be none. */
interface RefusedStop {
  readonly target: TargetId;
  readonly service: string;
  readonly stage: string;
  /** Name of the plugin that asks for it. */
  readonly plugin: string;
}

/** A rollout cannot be stopped at that stage, whatever the service. */
export function stopUnknown({ target, stage, plugin }: RefusedStop): DeployError {
  const close = nearestName(stage, stopStages);
  return new DeployError(
    'STOP_UNKNOWN',
    `${target}: the rollout cannot be stopped at ${JSON.stringify(stage)} for ${plugin}`,
    {
      category: 'usage',
      details: { target, stage, plugin },
      hint: close === null ? `possible are ${stopStages.join(', ')}` : `did you mean ${close}?`,
    },
  );
}

/** The service moves to a new revision in a way that has no such stage, or has it several times. */
export function stopImpossible(stop: RefusedStop, strategy: string | null): DeployError {
  const { target, service, stage, plugin } = stop;
  const [why, hint] =
    strategy === null
      ? [
          `service ${service} deploys by rolling update, which has no stages`,
          `leave out \`at\`: it is done after the rollout then; or set ecs.settings.deploymentConfiguration.strategy to "BLUE_GREEN"`,
        ]
      : [
          `a ${strategy} deployment passes it before each share of the traffic`,
          'POST_TEST_TRAFFIC_SHIFT comes once, before production traffic moves',
        ];
  return new DeployError('STOP_IMPOSSIBLE', `${target}: ${plugin} at ${stage} is not possible: ${why}`, {
    category: 'refused',
    details: { target, stage, plugin, strategy },
    hint,
  });
}

/** No hook pauses the deployments of the service there, so ECS would not wait. */
export function stopNotPaused(
  stop: RefusedStop,
  { express, hooked }: { readonly express: boolean; readonly hooked: boolean },
): DeployError {
  const { target, service, stage, plugin } = stop;
  const hook = `{ targetType: 'PAUSE', lifecycleStages: ['${stage}'] }`;
  const hint = express
    ? 'the Express API takes no hooks: leave out `at`, and it is done after the rollout'
    : hooked
      ? `add ${hook} to ecs.settings.deploymentConfiguration.lifecycleHooks, beside the hooks that the service has`
      : `write ecs.settings.deploymentConfiguration: { lifecycleHooks: [${hook}] }`;
  return new DeployError(
    'STOP_NOT_PAUSED',
    `${target}: ${plugin} at ${stage} needs a PAUSE hook there, and service ${service} has none`,
    {
      category: 'refused',
      details: { target, stage, plugin },
      hint,
    },
  );
}

/** A job rolls nothing out. */
export function stopOfJob(target: TargetId, { stage, plugin }: Pick<RefusedStop, 'stage' | 'plugin'>): DeployError {
  return new DeployError('STOP_IMPOSSIBLE', `${target}: ${plugin} at ${stage} is not possible: a job has no rollout`, {
    category: 'refused',
    details: { target, stage, plugin },
    hint: 'leave out `at`',
  });
}
