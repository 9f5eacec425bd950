import type { ServiceDeployment, ServiceDeploymentCircuitBreaker } from '@aws-sdk/client-ecs';
import type { CircuitBreakerCount } from '../model/rollout-stand.ts';
import { deploymentIdOf, type ServiceDeploymentView, type TrafficShift } from '../model/service-deployment.ts';
import { stepMinutes } from './shift-minutes.ts';

/** A service deployment of an SDK answer as the rules read it. */
export function serviceDeploymentView(deployment: ServiceDeployment): ServiceDeploymentView {
  const { rollback, lifecycleHookDetails = [], deploymentCircuitBreaker, alarms } = deployment;
  return {
    arn: deployment.serviceDeploymentArn ?? '',
    deploymentId: deploymentIdOf(deployment.targetServiceRevision?.arn ?? ''),
    status: deployment.status ?? '',
    reason: rollback?.reason ?? deployment.statusReason ?? null,
    stage: deployment.lifecycleStage ?? null,
    hooks: lifecycleHookDetails.map((hook) => ({
      id: hook.hookId ?? '',
      type: hook.targetType ?? '',
      status: hook.status ?? '',
      expiresAt: hook.expiresAt?.getTime() ?? null,
      onExpiry: hook.timeoutAction ?? null,
    })),
    triggered:
      alarms?.status === 'TRIGGERED'
        ? 'alarm'
        : deploymentCircuitBreaker?.status === 'TRIGGERED'
          ? 'circuit-breaker'
          : null,
    alarms: alarms?.triggeredAlarmNames ?? [],
    circuitBreaker: breakerCount(deploymentCircuitBreaker),
    rollbackTo: rollback?.serviceRevisionArn === undefined ? null : deploymentIdOf(rollback.serviceRevisionArn),
    finishedAt: deployment.finishedAt?.getTime() ?? null,
    shift: shiftOf(deployment),
  };
}

function shiftOf({
  deploymentConfiguration = {},
  lifecycleStage,
  targetServiceRevision = {},
  updatedAt,
}: ServiceDeployment): TrafficShift | null {
  const { strategy = 'ROLLING', bakeTimeInMinutes = 0 } = deploymentConfiguration;
  if (strategy === 'ROLLING' && lifecycleStage === undefined) return null;
  const { requestedProductionTrafficWeight, requestedTestTrafficWeight } = targetServiceRevision;
  return {
    strategy,
    production: requestedProductionTrafficWeight ?? null,
    test: requestedTestTrafficWeight ?? null,
    bakeMinutes: bakeTimeInMinutes,
    stepMinutes: stepMinutes(strategy, deploymentConfiguration),
    updatedAt: updatedAt?.getTime() ?? null,
  };
}

function breakerCount(breaker: ServiceDeploymentCircuitBreaker | undefined): CircuitBreakerCount | null {
  const { status, failureCount, threshold } = breaker ?? {};
  return status === 'DISABLED' || failureCount === undefined || threshold === undefined
    ? null
    : { failureCount, threshold };
}
