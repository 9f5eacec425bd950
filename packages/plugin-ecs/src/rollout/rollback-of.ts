import type { Rollback } from '../model/rollback.ts';
import { alarmText } from '../model/rollout-texts.ts';
import type { RolloutVerdict } from '../model/rollout-views.ts';
import type { RolledBackBy, ServiceDeploymentView } from '../model/service-deployment.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import type { StopReport } from '../stopped-task/stop-report.ts';

interface SeenRollback {
  readonly started: StartedDeployment;
  readonly serviceDeployment: ServiceDeploymentView | null;
  /** Why its tasks died, where they did. */
  readonly report: StopReport | null;
}

/** The rollback that ECS began by itself or somebody asked for, with why; null where nothing is rolled back. */
export function rollbackOf(
  verdict: RolloutVerdict,
  { started, serviceDeployment, report }: SeenRollback,
): Rollback | null {
  if (verdict.state === 'timed-out') return rollbackOf(verdict.pending, { started, serviceDeployment, report });
  if (verdict.state !== 'rolling-back' && verdict.state !== 'rolled-back') return null;
  const why = [whoText(verdict.by, serviceDeployment?.alarms ?? []), report?.cause.class];
  const known = why.filter((part) => part !== undefined && part !== '');
  return {
    how: 'by-ecs',
    deploymentId: started.deploymentId,
    why: known.length === 0 ? null : known.join(', '),
  };
}

function whoText(by: RolledBackBy, alarms: readonly string[]): string {
  switch (by) {
    case null:
      return '';
    case 'circuit-breaker':
      return "ECS's circuit breaker";
    case 'alarm':
      return alarmText(alarms);
    case 'hook':
      return 'a lifecycle hook';
    case 'somebody':
      return 'somebody asked for it';
  }
}
