import {
  type DeployPermission,
  definePermissions,
  type JsonObject,
  type Note,
  type PermissionNeeds,
  type PermissionsRequest,
  type RoleNeeds,
  type RunContext,
} from '@funade/core/author';
import { useEvents, useScheduler } from '../api/clients.ts';
import { readTargets } from '../api/read-rule.ts';
import { readSchedule } from '../api/read-schedule.ts';
import { type Entry, entriesOf, nameOf } from '../model/entries.ts';
import { namePrefix, roleArn } from '../model/place.ts';
import { runsTasks, targetIn } from '../model/revision.ts';
import type { SchedulesOptions } from '../options/options.ts';

type Request = PermissionsRequest<SchedulesOptions>;

/** The roles of what is there, by `rule …` or `schedule …`; why they are not known. JSON. */
interface Found {
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly unread: Readonly<Record<string, string>>;
}

/** Which permissions schedules need that follow a release. */
export const permissions = definePermissions<SchedulesOptions, Found & JsonObject>({ observe, needs });

/** Reads the roles of rules and schedules that write none: they go along with every change. */
async function observe(
  request: Request,
  context: RunContext,
  { online }: { readonly online: boolean },
): Promise<Found & JsonObject> {
  const roles: Record<string, readonly string[]> = {};
  const unread: Record<string, string> = {};
  for (const entry of entriesOf(request)) {
    if (entry.options.role !== undefined) continue;
    const name = nameOf(entry);
    try {
      if (online) roles[name] = (await targetsOf(entry, context)).flatMap(({ RoleArn }) => RoleArn ?? []);
      else unread[name] = 'AWS was not asked';
    } catch (error) {
      context.signal.throwIfAborted();
      unread[name] = error instanceof Error ? error.message : String(error);
    }
  }
  return { roles, unread };
}

async function targetsOf(entry: Entry, context: RunContext): Promise<readonly { readonly RoleArn?: string }[]> {
  if (entry.type === 'rule') {
    const targets = (await readTargets(await useEvents(context), entry.place, context)) ?? [];
    return targets.filter(runsTasks) as readonly { readonly RoleArn?: string }[];
  }
  return [targetIn(await readSchedule(await useScheduler(context), entry.place, context)) as { RoleArn?: string }];
}

function needs(request: Request, { roles, unread }: Found): PermissionNeeds {
  const { partition, environment, targets, upstream } = request;
  const { account, region } = environment;
  const entries = entriesOf(request);
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const rolesOf = (entry: Entry): readonly string[] =>
    entry.options.role === undefined ? (roles[nameOf(entry)] ?? []) : [roleArn(entry.options.role, environment)];
  const clusters = upstream.flatMap((each) => (each.type === 'tasks' ? each.cluster : []));
  return {
    permissions: [
      ...entries.flatMap((entry) => (entry.type === 'rule' ? ruleNeeds(entry, arn) : scheduleNeeds(entry, arn))),
      ...passing(entries, rolesOf),
      ...proving(entries, environment),
      ...looking(entries.flatMap(rolesOf)),
      ...(entries.length === 0 && targets.length === 0 ? [] : listing(entries, { clusters, own: arn, request })),
    ],
    roles: entries.flatMap((entry) => rolesOf(entry).map((role) => roleNeeds(entry, role, request))),
    notes: entries.flatMap((entry) => noteOf(entry, unread[nameOf(entry)])),
  };
}

type ToArn = (service: string, resource: string) => string;

const looks = ['plan', 'schedules'] as const;

function ruleNeeds({ place }: Extract<Entry, { type: 'rule' }>, arn: ToArn): readonly DeployPermission[] {
  const rule = arn('events', `rule/${place.bus === 'default' ? '' : `${place.bus}/`}${place.name}`);
  return [
    { groups: looks, actions: ['events:DescribeRule', 'events:ListTargetsByRule'], resources: [rule] },
    { groups: looks, actions: ['events:ListRules'], resources: ['*'] },
    { groups: ['schedules'], actions: ['events:PutTargets'], resources: [rule] },
  ];
}

function scheduleNeeds(
  { place, managed, options }: Extract<Entry, { type: 'schedule' }>,
  arn: ToArn,
): readonly DeployPermission[] {
  const schedule = arn('scheduler', `schedule/${place.group}/${place.name}`);
  const key = options.settings?.KmsKeyArn;
  return [
    { groups: looks, actions: ['scheduler:GetSchedule'], resources: [schedule] },
    {
      groups: ['schedules'],
      actions: [
        'scheduler:UpdateSchedule',
        ...(managed ? ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'] : []),
      ],
      resources: [schedule],
    },
    ...(key === undefined
      ? []
      : [
          {
            groups: ['schedules'] as const,
            actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
            resources: [key],
          },
        ]),
  ];
}

/** Roles are passed to the service that runs the tasks. */
function passing(entries: readonly Entry[], rolesOf: (entry: Entry) => readonly string[]): readonly DeployPermission[] {
  return (['rule', 'schedule'] as const).flatMap((type) => {
    const resources = new Set(entries.flatMap((entry) => (entry.type === type ? rolesOf(entry) : [])));
    if (resources.size === 0) return [];
    return [
      {
        groups: ['schedules'] as const,
        actions: ['iam:PassRole'],
        resources: [...resources],
        conditions: { StringEquals: { 'iam:PassedToService': principalOf(type) } },
      },
    ];
  });
}

/** The plan proves the roles that are written; verify proves all of them. */
function proving(entries: readonly Entry[], environment: Request['environment']): readonly DeployPermission[] {
  const written = entries.flatMap(({ options: { role } }) => (role === undefined ? [] : roleArn(role, environment)));
  if (written.length === 0) return [];
  return [{ groups: looks, actions: ['iam:GetRole'], resources: [...new Set(written)] }];
}

/** Whether a role is there, and trusts who runs the tasks. */
function looking(roles: readonly string[]): readonly DeployPermission[] {
  const resources = [...new Set(roles)];
  return resources.length === 0 ? [] : [{ groups: ['plan'], actions: ['iam:GetRole'], resources }];
}

/** Schedules of ours that the config has no longer are looked for, and taken away; names are listed for hints. */
function listing(
  entries: readonly Entry[],
  { clusters, own, request }: { readonly clusters: readonly string[]; readonly own: ToArn; readonly request: Request },
): readonly DeployPermission[] {
  const services = request.targets.map(({ service }) =>
    own('scheduler', `schedule/default/${namePrefix(request)}${service}.*`),
  );
  const cluster = [...new Set(clusters)];
  return [
    { groups: looks, actions: ['scheduler:ListSchedules'], resources: ['*'] },
    ...(entries.some(({ type }) => type === 'schedule')
      ? [{ groups: looks, actions: ['scheduler:ListScheduleGroups'], resources: ['*'] }]
      : []),
    { groups: looks, actions: ['scheduler:GetSchedule'], resources: services },
    { groups: ['schedules'], actions: ['scheduler:DeleteSchedule'], resources: services },
    ...cluster.map((arn) => ({
      groups: looks,
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ecs:cluster': arn } },
    })),
  ];
}

/** What the role needs that EventBridge, or its Scheduler, runs tasks with. */
function roleNeeds(entry: Entry, role: string, { upstream }: Request): RoleNeeds {
  const tasks = upstream.flatMap((each) => (each.type === 'tasks' && each.target === entry.target ? each : []));
  const families = tasks.flatMap(({ cluster, families }) =>
    families.map((family) => cluster.replace(/:cluster\/.*$/, `:task-definition/${family}:*`)),
  );
  const roles = [...new Set(tasks.flatMap((each) => each.roles))];
  return {
    role,
    what: `role of ${nameOf(entry)}`,
    trusts: principalOf(entry.type),
    permissions: [
      ...(families.length === 0
        ? []
        : [
            {
              actions: ['ecs:RunTask'],
              resources: families,
              conditions: { ArnEquals: { 'ecs:cluster': tasks.map(({ cluster }) => cluster) } },
            },
            // Asked for where a target or the definition hands tags on to its tasks.
            {
              actions: ['ecs:TagResource'],
              resources: tasks.map(({ cluster }) => `${cluster.replace(':cluster/', ':task/')}/*`),
              conditions: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
            },
          ]),
      ...(roles.length === 0
        ? []
        : [
            {
              actions: ['iam:PassRole'],
              resources: roles,
              conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
            },
          ]),
    ],
  };
}

function noteOf(entry: Entry, why: string | undefined): readonly Note[] {
  if (why === undefined) return [];
  const text = `not known: the role of ${nameOf(entry)}: ${why}; passing it is missing from the policy`;
  return [{ targets: [entry.target], label: entry.target, text }];
}

function principalOf(type: Entry['type']): string {
  return `${type === 'rule' ? 'events' : 'scheduler'}.amazonaws.com`;
}
