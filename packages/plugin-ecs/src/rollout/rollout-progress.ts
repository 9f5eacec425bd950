import { revisionName } from '../model/revision-name.ts';
import type { Rollback } from '../model/rollback.ts';
import type { DeploymentView, RolloutVerdict, ServiceView } from '../model/rollout-views.ts';
import type { TrafficShift } from '../model/service-deployment.ts';
import { trafficText } from './stage-end.ts';

/** What is known beside the verdict. */
export interface ProgressFacts {
  /** What is rolled back. Default: nothing. */
  readonly rollback?: Rollback | null;
  /** How far the traffic has moved over. Default: it does not. */
  readonly shift?: TrafficShift | null;
}

/**
 * How far a rollout is, in a few words: `BAKE_TIME (traffic 100% new): 2/3 running, 1 starting; 3 old running`. Of a rollback, whoever began it:
 * `rolling back (image.missing) to api:7: 2/3 previous running, 1 starting; 1 new running`.
 */
export function rolloutProgress(
  verdict: RolloutVerdict,
  service: ServiceView | null,
  { rollback = null, shift = null }: ProgressFacts = {},
): string {
  const back = (verb: string, to: DeploymentView | null): string => backText(verb, { to, service, rollback });
  const shifted = trafficText(shift);
  const traffic = shifted === '' ? '' : ` (${shifted})`;
  switch (verdict.state) {
    case 'timed-out':
      return rolloutProgress(verdict.pending, service, { rollback, shift });
    case 'appearing':
      return rollback === null ? 'the deployment is not visible yet' : back('rolling back', null);
    case 'rolling-back':
      return back('rolling back', verdict.to);
    case 'rolled-back':
      return back('rolled back', verdict.to);
    case 'rolling-out':
      if (rollback !== null) return back('rolling back', rollback.how === 'by-update' ? verdict.ours : null);
      return `${verdict.stage === null ? '' : `${verdict.stage}${traffic}: `}${counts(verdict.ours, service)}`;
    case 'paused':
      return `paused${verdict.stage === null ? '' : ` at ${verdict.stage}`}${traffic}, waiting for approval`;
    case 'succeeded':
      if (rollback?.how === 'by-update') return back('rolled back', verdict.ours);
      return verdict.ours === null ? 'done' : counts(verdict.ours, service);
    case 'failed':
      return counts(verdict.ours, service);
    default:
      return verdict.state;
  }
}

interface Counted {
  readonly id: string;
  readonly desired: number;
  readonly pending: number;
  readonly running: number;
  readonly failed: number;
}

function counts({ id, desired, pending, running, failed }: Counted, service: ServiceView | null): string {
  const others = service?.deployments.filter((deployment) => deployment.id !== id) ?? [];
  const oldRunning = sum(others, 'running');
  // A new deployment's own desired count starts at 0 and grows, so people are told the service's.
  const wanted = Math.max(desired, service?.desired ?? 0);
  return [
    `${running}/${wanted} running`,
    pending > 0 ? `, ${pending} starting` : '',
    failed > 0 ? `, ${failed} failed` : '',
    oldRunning > 0 ? `; ${oldRunning} old running` : '',
  ].join('');
}

interface Back {
  /** What is rolled back to; null while it cannot be seen. */
  readonly to: DeploymentView | null;
  readonly service: ServiceView | null;
  readonly rollback: Rollback | null;
}

/** Tasks of what ran before are counted together, those that kept running and those that a rollback starts. */
function backText(verb: string, { to, service, rollback }: Back): string {
  const why = rollback === null || rollback.why === null ? '' : ` (${rollback.why})`;
  const name = to === null ? '' : ` to ${revisionName(to.taskDefinition)}`;
  const deployments = service?.deployments ?? [];
  const isPrevious = ({ id, taskDefinition }: DeploymentView): boolean =>
    id === to?.id || (id !== rollback?.deploymentId && (to === null || taskDefinition === to.taskDefinition));
  const previous = deployments.filter(isPrevious);
  const wanted = Math.max(to?.desired ?? 0, service?.desired ?? 0);
  const running = sum(previous, 'running');
  const pending = sum(previous, 'pending');
  const newRunning = sum(deployments, 'running') - running;
  const unknown = to === null && (rollback === null || rollback.deploymentId === null);
  if (deployments.length === 0 || unknown) return `${verb}${why}${name}`;
  return [
    `${verb}${why}${name}: ${running > wanted ? running : `${running}/${wanted}`} previous running`,
    pending > 0 ? `, ${pending} starting` : '',
    newRunning > 0 ? `; ${newRunning} new running` : '',
  ].join('');
}

function sum(deployments: readonly DeploymentView[], of: 'running' | 'pending'): number {
  return deployments.reduce((total, deployment) => total + deployment[of], 0);
}
