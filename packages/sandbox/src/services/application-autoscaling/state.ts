import { createHash } from 'node:crypto';
import type { Scope, WireObject } from '../../model/service.ts';
import type { EcsState } from '../ecs/index.ts';
import type { ScalableTargetSeed } from './seed.ts';

export interface ScalableTarget extends ScalableTargetSeed {
  /** `service/<cluster>/<service>`. */
  readonly resourceId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Application Auto Scaling of one account and region, for ECS services. */
export interface AutoscalingState extends Scope {
  readonly ecs: EcsState;
  /** By resource id. */
  readonly targets: Map<string, ScalableTarget>;
  /** The bounds that services of Express Mode were registered with, by resource id. */
  readonly express: Map<string, string>;
  /** As DescribeScalingActivities gives them, newest first. */
  readonly activities: WireObject[];
}

export function createAutoscalingState({ account, region }: Scope, ecs: EcsState): AutoscalingState {
  return { account, region, ecs, targets: new Map(), express: new Map(), activities: [] };
}

export function scalableTargetArn({ account, region }: Scope, resourceId: string): string {
  const id = createHash('sha256').update(`${account}/${region}/${resourceId}`).digest('hex').slice(0, 34);
  return `arn:aws:application-autoscaling:${region}:${account}:scalable-target/${id}`;
}
