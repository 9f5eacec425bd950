import type { RolloutVerdict, ServiceView } from './rollout-verdict.ts';

/** How far a rollout is, in a few words: `2/3 running, 1 starting; 3 old running`. */
export function rolloutProgress(verdict: RolloutVerdict, service: ServiceView | null): string {
  if (verdict.state === 'timed-out') return rolloutProgress(verdict.pending, service);
  if (verdict.state === 'appearing') return 'the deployment does not show up yet';
  if (verdict.state === 'rolling-back') return `rolling back to ${verdict.to.id}: ${counts(verdict.to, service)}`;
  if ('ours' in verdict) return counts(verdict.ours, service);
  return verdict.state;
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
