import { createHash } from 'node:crypto';
import type { Scope } from '../../model/service.ts';
import type { TargetGroupSeed } from './seed.ts';

export interface TargetGroup extends TargetGroupSeed {
  readonly name: string;
  readonly arn: string;
}

/** Target groups of one account and region. */
export interface LoadBalancingState extends Scope {
  /** By name. */
  readonly targetGroups: Map<string, TargetGroup>;
}

export function createLoadBalancingState(account: string, region: string): LoadBalancingState {
  return { account, region, targetGroups: new Map() };
}

/** Puts a target group, as a seed or a test writes it; its ARN stays. */
export function putTargetGroup(state: LoadBalancingState, name: string, seed: TargetGroupSeed): void {
  const { account, region, targetGroups } = state;
  const id = seed.id ?? createHash('sha256').update(`${account}/${region}/${name}`).digest('hex').slice(0, 16);
  const arn =
    targetGroups.get(name)?.arn ?? `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${name}/${id}`;
  targetGroups.set(name, { ...seed, name, arn });
}

/** The target group of an ARN; null when there is none. */
export function targetGroupOf({ targetGroups }: LoadBalancingState, arn: string): TargetGroup | null {
  for (const group of targetGroups.values()) if (group.arn === arn) return group;
  return null;
}
