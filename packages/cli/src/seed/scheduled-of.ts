import { type Environment, isJsonObject, type JsonObject, type Target } from '@funade/core';
import { nameIn } from './name-in.ts';
import { entryOf } from './seed-types.ts';
import { objectAt, textAt } from './values-at.ts';

/** What runs tasks by the clock, as a seed has it. */
export interface Scheduled {
  readonly rules: Record<string, { ScheduleExpression: string; Targets: (JsonObject & { Id: string; Arn: string })[] }>;
  readonly schedules: Record<
    string,
    { ScheduleExpression: string; Target: JsonObject & { Arn: string; RoleArn: string } }
  >;
  /** Names of the roles that they run tasks with. */
  readonly roles: readonly string[];
}

/** The rules and schedules that the config takes for given, and the roles of those that it makes. */
export function scheduledOf(
  targets: readonly Target[],
  { account, region }: Environment,
  familyOf: (target: Target) => string,
): Scheduled {
  const found: Scheduled & { roles: string[] } = { rules: {}, schedules: {}, roles: [] };
  const runner = 'ecsEventsRole';
  for (const target of targets) {
    const cluster = nameIn(textAt(objectAt(target.options, 'ecs'), 'cluster') ?? 'default');
    const Arn = `arn:aws:ecs:${region}:${account}:cluster/${cluster}`;
    const RoleArn = `arn:aws:iam::${account}:role/${runner}`;
    for (const written of Object.values(objectAt(target.options, 'schedules'))) {
      if (!isJsonObject(written)) continue;
      const EcsParameters = {
        TaskDefinitionArn: `arn:aws:ecs:${region}:${account}:task-definition/${familyOf(target)}:1`,
        TaskCount: 1,
        LaunchType: 'FARGATE',
        NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-sandbox'] } },
      };
      const [rule, schedule, role] = [textAt(written, 'rule'), textAt(written, 'schedule'), textAt(written, 'role')];
      if (role !== null) found.roles.push(role.split(':role/')[1] ?? role);
      if (rule !== null) {
        const Id = textAt(written, 'target') ?? target.service;
        const known = entryOf(found.rules, rule, () => ({ ScheduleExpression: 'rate(1 day)', Targets: [] }));
        known.Targets.push({ Id, Arn, RoleArn, EcsParameters });
        found.roles.push(runner);
      } else if (schedule !== null && written.cron === undefined) {
        const place = schedule.includes('/') ? schedule : `default/${schedule}`;
        found.schedules[place] = {
          ScheduleExpression: 'rate(1 day)',
          Target: { Arn, RoleArn, EcsParameters },
        };
        found.roles.push(runner);
      }
    }
  }
  return found;
}
