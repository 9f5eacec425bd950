import type { RolloutStand } from './rollout-stand.ts';
import type { RolledBackBy } from './service-deployment.ts';

/** Who rolled a deployment back, with what it went by: ` by ECS's circuit breaker (3 failed tasks, threshold 3)`. */
export function byText(by: RolledBackBy | 'us', stand: RolloutStand): string {
  switch (by) {
    case null:
      return '';
    case 'circuit-breaker':
      return ` by ECS's circuit breaker${failedTasksText(stand)}`;
    case 'alarm':
      return ` by ${alarmText(stand.alarms)}`;
    case 'hook':
      return ' by a lifecycle hook';
    case 'somebody':
      return ' by somebody';
    case 'us':
      return ' by this run';
  }
}

/** The alarms that fired, by their names where ECS told them: `the alarm errors`. */
export function alarmText(alarms: readonly string[]): string {
  if (alarms.length === 0) return 'an alarm';
  return `the alarm${alarms.length === 1 ? '' : 's'} ${alarms.join(', ')}`;
}

/** ` (3 failed tasks, threshold 3)`; nothing where ECS did not count any. */
export function failedTasksText({ circuitBreaker }: RolloutStand): string {
  if (circuitBreaker === null || circuitBreaker.failureCount === 0) return '';
  const { failureCount, threshold } = circuitBreaker;
  return ` (${failureCount} failed task${failureCount === 1 ? '' : 's'}, threshold ${threshold})`;
}

/** `; ecs-svc/1 is serving api:1, not api:2`; nothing where what serves is not known or is what was to run. */
export function servingText({ serving, requested }: RolloutStand): string {
  if (serving === null || serving.taskDefinition === requested) return '';
  return `; ${serving.id} is serving ${serving.taskDefinition}${requested === null ? '' : `, not ${requested}`}`;
}
