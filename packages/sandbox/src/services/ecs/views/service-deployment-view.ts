import { isObject, objectIn, objectsIn, textsIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { circuitBreakerOf } from '../rollout/circuit-breaker.ts';
import { isFinished } from '../rollout/service-deployments.ts';
import { countTasks, liveTasks } from '../rollout/service-tasks.ts';
import type { EcsState, HookRun, Service, ServiceDeployment, ServiceRevision } from '../state.ts';
import { seconds } from './seconds.ts';

/** One member of ListServiceDeployments. */
export function serviceDeploymentBrief(service: Service, deployment: ServiceDeployment, state: EcsState): WireObject {
  return {
    ...common(state, service, deployment),
    targetServiceRevisionArn: deployment.target.arn,
  };
}

/** One member of DescribeServiceDeployments. */
export function serviceDeploymentView(state: EcsState, service: Service, deployment: ServiceDeployment): WireObject {
  const { progress, rollback } = deployment;
  const weights = weightsOf(deployment);
  const active = progress?.hooks.filter(({ status }) => status !== 'SUCCEEDED') ?? [];
  return {
    ...common(state, service, deployment),
    stoppedAt: seconds(deployment.stoppedAt),
    updatedAt: seconds(deployment.updatedAt),
    sourceServiceRevisions: deployment.sources.map((revision) => ({
      ...summary(state, service, revision),
      ...(weights && { requestedTestTrafficWeight: 0, requestedProductionTrafficWeight: 100 - weights.production }),
    })),
    targetServiceRevision: {
      ...summary(state, service, deployment.target),
      ...(weights && {
        requestedTestTrafficWeight: weights.test,
        requestedProductionTrafficWeight: weights.production,
      }),
    },
    lifecycleStage: progress?.stage,
    lifecycleHookDetails: active.length > 0 ? active.map(hookView) : undefined,
    deploymentConfiguration: deployment.configuration,
    rollback: rollback
      ? { reason: rollback.reason, startedAt: seconds(rollback.startedAt), serviceRevisionArn: rollback.revision.arn }
      : undefined,
    deploymentCircuitBreaker: {
      status: monitorStatus(deployment, 'circuit-breaker', circuitBreakerOf(deployment.configuration).enable),
      failureCount: deployment.failureCount,
      threshold: deployment.threshold,
    },
    alarms: alarmsView(deployment),
  };
}

function common(state: EcsState, service: Service, deployment: ServiceDeployment): WireObject {
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: `arn:aws:ecs:${state.region}:${state.account}:cluster/${service.cluster}`,
    startedAt: seconds(deployment.startedAt),
    createdAt: seconds(deployment.createdAt),
    finishedAt: seconds(deployment.finishedAt),
    status: deployment.status,
    statusReason: deployment.statusReason ?? undefined,
  };
}

function summary(state: EcsState, service: Service, revision: ServiceRevision): WireObject {
  const tasks = liveTasks(state, service).filter((task) => task.revision === revision);
  const { running, pending } = countTasks(tasks);
  const deployment = service.deployments.find((each) => each.revision === revision);
  return {
    arn: revision.arn,
    requestedTaskCount: deployment?.desiredCount ?? 0,
    runningTaskCount: running,
    pendingTaskCount: pending,
  };
}

/**
 * What the target has of the traffic, in percent; null: a rolling deployment shifts no traffic by weight, nor does one of a
 * service that nobody reaches through a load balancer or Service Connect.
 */
function weightsOf({
  progress,
  rollback,
  target,
}: ServiceDeployment): { readonly test: number; readonly production: number } | null {
  if (!progress || !isReached(target)) return null;
  return rollback ? { test: 0, production: 0 } : { test: progress.testWeight, production: progress.productionWeight };
}

function isReached({ settings }: ServiceRevision): boolean {
  const connect = objectIn(settings, 'serviceConnectConfiguration');
  return (objectsIn(settings, 'loadBalancers') ?? []).length > 0 || connect?.enabled === true;
}

function hookView(hook: HookRun): WireObject {
  return {
    hookId: hook.id,
    targetType: hook.type,
    targetArn: hook.targetArn ?? undefined,
    status: hook.status,
    expiresAt: hook.type === 'PAUSE' ? seconds(hook.endsAt) : undefined,
    timeoutAction: hook.type === 'PAUSE' ? hook.timeoutAction : undefined,
  };
}

function alarmsView(deployment: ServiceDeployment): WireObject {
  const written = deployment.configuration.alarms;
  const alarms = isObject(written) ? written : {};
  return {
    status: monitorStatus(deployment, 'alarm', deployment.watchesAlarms),
    alarmNames: textsIn(alarms, 'alarmNames'),
    triggeredAlarmNames: deployment.triggeredAlarms.length > 0 ? deployment.triggeredAlarms : undefined,
  };
}

function monitorStatus(
  deployment: ServiceDeployment,
  monitor: 'circuit-breaker' | 'alarm',
  enabled: boolean,
): 'DISABLED' | 'TRIGGERED' | 'MONITORING_COMPLETE' | 'MONITORING' {
  if (!enabled) return 'DISABLED';
  if (deployment.triggered === monitor) return 'TRIGGERED';
  return isFinished(deployment) ? 'MONITORING_COMPLETE' : 'MONITORING';
}
