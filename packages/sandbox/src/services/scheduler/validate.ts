import { numberIn, objectIn, objectsIn, textIn } from '../../model/input.ts';
import type { WireObject } from '../../model/service.ts';
import { parseSchedule } from '../ecs/index.ts';
import { validation } from './faults.ts';

const mostTasks = 10;

/** Throws ValidationException for a schedule that Scheduler refuses. */
export function checkSchedule(input: WireObject): void {
  const missing = ['ScheduleExpression', 'FlexibleTimeWindow', 'Target'].find((member) => input[member] == null);
  if (missing !== undefined) {
    const member = missing.slice(0, 1).toLowerCase() + missing.slice(1);
    throw validation(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  const timezone = textIn(input, 'ScheduleExpressionTimezone') ?? 'UTC';
  if (!isZone(timezone)) throw validation('Invalid ScheduleExpressionTimezone provided.');
  const expression = textIn(input, 'ScheduleExpression') ?? '';
  if (parseSchedule(expression, { timezone, start: 0 }) === null) {
    throw validation(`Invalid Schedule Expression ${expression}.`);
  }
  checkWindow(objectIn(input, 'FlexibleTimeWindow') ?? {});
  checkTarget(objectIn(input, 'Target') ?? {});
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function checkWindow(window: WireObject): void {
  const mode = textIn(window, 'Mode');
  const minutes = numberIn(window, 'MaximumWindowInMinutes');
  if (mode !== 'OFF' && mode !== 'FLEXIBLE') throw validation('FlexibleTimeWindow must have the Mode OFF or FLEXIBLE.');
  if (mode === 'OFF' && minutes !== undefined) {
    throw validation('Invalid FlexibleTimeWindow: MaximumWindowInMinutes is for the Mode FLEXIBLE.');
  }
  if (mode === 'FLEXIBLE' && !(minutes !== undefined && minutes >= 1 && minutes <= 1440)) {
    throw validation('Invalid FlexibleTimeWindow: MaximumWindowInMinutes must be between 1 and 1440.');
  }
}

function checkTarget(target: WireObject): void {
  const arn = textIn(target, 'Arn') ?? '';
  if (!arn.startsWith('arn:')) throw validation(`Provided Arn is not in correct format.`);
  if (!textIn(target, 'RoleArn')) throw validation('RoleArn is required for a target.');
  const parameters = objectIn(target, 'EcsParameters');
  const isCluster = /^arn:[^:]+:ecs:[^:]*:\d*:cluster\//.test(arn);
  if (isCluster && !textIn(parameters ?? {}, 'TaskDefinitionArn')) {
    throw validation('EcsParameters with a TaskDefinitionArn are required for a target of ECS.');
  }
  if (parameters === undefined) return;
  if (!isCluster) throw validation('EcsParameters are for a target of ECS.');
  const count = numberIn(parameters, 'TaskCount') ?? 1;
  if (count < 1 || count > mostTasks) throw validation(`TaskCount must be between 1 and ${mostTasks}.`);
  const strategy = objectsIn(parameters, 'CapacityProviderStrategy') ?? [];
  if (textIn(parameters, 'LaunchType') !== undefined && strategy.length > 0) {
    throw validation('LaunchType and CapacityProviderStrategy can not be given together.');
  }
}
