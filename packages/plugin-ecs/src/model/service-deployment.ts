import { resourceName } from '@funade/aws';
import type { CircuitBreakerCount } from './rollout-stand.ts';

/**
 * One service deployment as DescribeServiceDeployments shows it.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
 */
export interface ServiceDeploymentView {
  readonly arn: string;
  /** `ecs-svc/` and the number of the service revision that it deploys: the id of our deployment when it is ours. */
  readonly deploymentId: string;
  /** `PENDING`, `IN_PROGRESS`, `SUCCESSFUL`, … : an open set. */
  readonly status: string;
  /** For people alone. */
  readonly reason: string | null;
  /** Null for a rolling update. */
  readonly stage: string | null;
  readonly hooks: readonly HookView[];
  /** What made ECS end it: `circuit-breaker`, `alarm`, or null. */
  readonly triggered: 'circuit-breaker' | 'alarm' | null;
  /** Names of the alarms that fired. */
  readonly alarms: readonly string[];
  /** Null where its circuit breaker is off. */
  readonly circuitBreaker: CircuitBreakerCount | null;
  /** Id of the deployment that it rolled back to; null when it did not. */
  readonly rollbackTo: string | null;
  /** Milliseconds since the epoch, by ECS's clock; null while it goes on. */
  readonly finishedAt: number | null;
  /** How it moves the traffic over; null where it does not, as in a rolling update. */
  readonly shift: TrafficShift | null;
}

/** How a blue/green, linear or canary deployment moves the traffic over, and how far it is. */
export interface TrafficShift {
  /** `BLUE_GREEN`, `LINEAR` or `CANARY`: an open set. */
  readonly strategy: string;
  /** What the new revision has of the production traffic, in percent; null where ECS says none. */
  readonly production: number | null;
  /** The same of the test traffic. */
  readonly test: number | null;
  readonly bakeMinutes: number;
  /** Minutes between two shares of the production traffic. */
  readonly stepMinutes: number;
  /** When ECS last changed something of the deployment, such as its stage; null where it does not say. */
  readonly updatedAt: number | null;
}

/** A lifecycle hook of the stage that a deployment is in. */
export interface HookView {
  readonly id: string;
  /** `AWS_LAMBDA` or `PAUSE`. */
  readonly type: string;
  readonly status: string;
  /** Milliseconds since the epoch; when a pause ends by itself. */
  readonly expiresAt: number | null;
  /** What ECS does then: `ROLLBACK` or `CONTINUE`. */
  readonly onExpiry: string | null;
}

/** Who took a deployment back; null when nothing that was seen says it. */
export type RolledBackBy = 'circuit-breaker' | 'alarm' | 'hook' | 'somebody' | null;

const ended: ReadonlySet<string> = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);

/** Whether nothing will happen to it any more. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html */
export function isEnded({ status }: ServiceDeploymentView): boolean {
  return ended.has(status);
}

/** Who rolled it back: a breaker or an alarm says so, a failed or expired hook does too, and else somebody asked for it. */
export function rolledBackBy({ triggered, hooks }: ServiceDeploymentView): RolledBackBy {
  if (triggered !== null) return triggered;
  const byHook = hooks.some(
    ({ type, status }) => status === 'TIMED_OUT' || (status === 'FAILED' && type === 'AWS_LAMBDA'),
  );
  return byHook ? 'hook' : 'somebody';
}

/** The hook that is waiting for approval; null when none does. */
export function pausedHook({ status, hooks }: ServiceDeploymentView): HookView | null {
  if (status !== 'PENDING' && status !== 'IN_PROGRESS') return null;
  return hooks.find((hook) => hook.status === 'AWAITING_ACTION') ?? null;
}

/** `ecs-svc/1234` of `arn:aws:ecs:…:service-revision/shop/api/1234`; the number stays text, as it may begin with 0. */
export function deploymentIdOf(serviceRevisionArn: string): string {
  return `ecs-svc/${resourceName(serviceRevisionArn)}`;
}
