import type { RolloutVerdict, ServiceView } from '../model/rollout-views.ts';

/** How far a rollout is, in a few words: `BAKE_TIME: 2/3 running, 1 starting; 3 old running`. */
export function rolloutProgress(verdict: RolloutVerdict, service: ServiceView | null): string {
  switch (verdict.state) {
    case 'timed-out':
      return rolloutProgress(verdict.pending, service);
    case 'appearing':
      return 'the deployment is not visible yet';
    case 'rolling-back':
      return verdict.to === null ? 'rolling back' : `rolling back to ${verdict.to.id}: ${counts(verdict.to, service)}`;
    case 'rolling-out':
      return `${verdict.stage === null ? '' : `${verdict.stage}: `}${counts(verdict.ours, service)}`;
    case 'paused':
      return `paused${verdict.stage === null ? '' : ` at ${verdict.stage}`}, waiting for approval`;
    case 'succeeded':
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
  const oldRunning = others.reduce((sum, deployment) => sum + deployment.running, 0);
  // A new deployment's own desired count starts at 0 and grows, so people are told the service's.
  const wanted = Math.max(desired, service?.desired ?? 0);
  return [
    `${running}/${wanted} running`,
    pending > 0 ? `, ${pending} starting` : '',
    failed > 0 ? `, ${failed} failed` : '',
    oldRunning > 0 ? `; ${oldRunning} old running` : '',
  ].join('');
}
