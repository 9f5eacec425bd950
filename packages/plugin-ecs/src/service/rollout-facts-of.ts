import type { LoadBalancer, Service } from '@aws-sdk/client-ecs';
import type { RolloutFacts } from '../model/rollout-facts.ts';
import { isDeadlocked } from './is-deadlocked.ts';
import { rolloutWaves } from './rollout-waves.ts';
import { taskClass } from './task-class.ts';

/** Reads the facts that decide how long a rollout may take from an answer of DescribeServices. */
export function rolloutFactsOf({
  deployments = [],
  loadBalancers = [],
  desiredCount = 0,
  deploymentConfiguration = {},
}: Service): RolloutFacts {
  const { strategy = 'ROLLING', minimumHealthyPercent = 100, maximumPercent = 200 } = deploymentConfiguration;
  const rolling = strategy === 'ROLLING';
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const states = { IN_PROGRESS: 'in-progress', FAILED: 'failed', COMPLETED: null } as const;
  return {
    unsettled: primary?.rolloutState === undefined ? null : states[primary.rolloutState],
    loadBalanced: loadBalancers.length > 0,
    targetGroups: targetGroupsOf(loadBalancers),
    waves: rolling ? rolloutWaves({ minimumHealthyPercent, maximumPercent }) : 1,
    deadlocked: rolling && isDeadlocked({ desiredCount, minimumHealthyPercent, maximumPercent }),
    taskClass: taskClass(desiredCount),
  };
}

/** ARNs of the target groups of load balancers, each once: those of a blue/green deployment's other color too. */
export function targetGroupsOf(loadBalancers: readonly LoadBalancer[]): string[] {
  const arns = loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration }) => [
    targetGroupArn,
    advancedConfiguration?.alternateTargetGroupArn,
  ]);
  return [...new Set(arns.filter((arn) => arn !== undefined))].toSorted();
}
