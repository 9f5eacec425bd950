import type { Service } from '@aws-sdk/client-ecs';
import type { ServiceFacts } from '../model/facts.ts';
import { rolloutFactsOf } from './rollout-facts-of.ts';
import { isExpress, runningRevision } from './running-revision.ts';
import { shiftMinutes } from './shift-minutes.ts';

/** What a plan reads of a service as the SDK gives it, what the config writes about it apart. */
export function serviceFacts(service: Service): Omit<ServiceFacts, 'settings' | 'scaling' | 'launch'> {
  const {
    deployments = [],
    deploymentController,
    deploymentConfiguration = {},
    healthCheckGracePeriodSeconds = 0,
    launchType,
    capacityProviderStrategy = [],
  } = service;
  const { strategy, bakeTimeInMinutes, deploymentCircuitBreaker, lifecycleHooks = [] } = deploymentConfiguration;
  const pausing = lifecycleHooks.filter(({ targetType }) => targetType === 'PAUSE');
  const pauses: string[] = [...new Set(pausing.flatMap(({ lifecycleStages = [] }) => lifecycleStages))];
  return {
    taskDefinition: runningRevision(service),
    deployment: deployments.find(({ status }) => status === 'PRIMARY')?.id ?? null,
    // An answer without a controller is a service of the ECS controller, and one without a strategy rolls.
    controller: deploymentController?.type ?? 'ECS',
    onFargate:
      launchType === 'FARGATE' ||
      capacityProviderStrategy.some(({ capacityProvider }) => /^FARGATE(_SPOT)?$/.test(capacityProvider ?? '')),
    circuitBreaker:
      deploymentCircuitBreaker?.enable !== true ? 'off' : deploymentCircuitBreaker.rollback ? 'rollback' : 'stop',
    gracePeriodSeconds: healthCheckGracePeriodSeconds,
    ...(strategy === undefined || strategy === 'ROLLING' ? {} : { strategy }),
    ...(pauses.length === 0 ? {} : { pauses }),
    ...(isExpress(service) ? { express: notRead(service) } : {}),
    bakeMinutes: bakeTimeInMinutes ?? 0,
    shiftMinutes: shiftMinutes(strategy ?? 'ROLLING', deploymentConfiguration),
    ...rolloutFactsOf(service),
  };
}

/** Of a service of Express Mode what the ordinary operations tell. */
function notRead({ serviceArn = '' }: Service): NonNullable<ServiceFacts['express']> {
  return { arn: serviceArn, configuration: null, infrastructureRoleArn: null, urls: [] };
}
