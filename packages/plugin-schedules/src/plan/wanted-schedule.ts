import { suggest } from '@funade/core';
import { type Environment, isJsonObject, type Json, type JsonObject, type TasksRun } from '@funade/core/author';
import { clusterArn, roleArn } from '../model/place.ts';
import { targetIn } from '../model/revision.ts';
import type { ScheduleOptions } from '../options/options.ts';

/** What a managed schedule is made from. */
export interface Wanted {
  readonly options: ScheduleOptions;
  /** Where and how the tasks of its service run. */
  readonly runs: TasksRun;
  readonly environment: Pick<Environment, 'account' | 'region'>;
  /** The schedule as it is; null: there is none. */
  readonly now: JsonObject | null;
}

/** A managed schedule as it is to be, its revision apart: what is written over what is there; or why there can be none. */
export type WantedSchedule =
  | { readonly body: JsonObject; readonly problem: null }
  | { readonly body: null; readonly problem: string; readonly hint: string };

/** What is written laid over what is there; how tasks are launched is that of the service, unless written. */
export function wantedSchedule({ options, runs, environment, now }: Wanted): WantedSchedule {
  const { cron, timezone, role = '', enabled, settings = {} } = options;
  const { Target: written = {}, ...rest } = settings as JsonObject & { readonly Target?: JsonObject };
  const base: JsonObject = now ?? { FlexibleTimeWindow: { Mode: 'OFF' } };
  const container = options.container ?? runs.container;
  if (container === null && overrides(options)) {
    return refused('nothing says which container command and environment are for', 'set container');
  }
  if (container !== null && overrides(options) && runs.containers?.includes(container) === false) {
    const problem = `the task definition has no container ${JSON.stringify(container)}, which command and environment are for`;
    return refused(problem, suggest(container, runs.containers));
  }
  const target = merge(targetIn(base), {
    Arn: clusterArn(runs.cluster, environment),
    RoleArn: roleArn(role, environment),
    ...(overrides(options) ? { Input: inputText(options, container ?? '') } : {}),
  });
  const parameters = parametersOf(target.EcsParameters, launchParameters(runs.launch), written.EcsParameters);
  const problem = launchProblem(parameters);
  if (problem !== null) return problem;
  const { EcsParameters: _, ...others } = written;
  const body = merge(base, {
    ...rest,
    ScheduleExpression: cron,
    ...(timezone === undefined ? {} : { ScheduleExpressionTimezone: timezone }),
    ...(enabled === undefined ? {} : { State: enabled ? 'ENABLED' : 'DISABLED' }),
  });
  return { body: { ...body, Target: { ...merge(target, others), EcsParameters: parameters } }, problem: null };
}

function refused(problem: string, hint: string): WantedSchedule {
  return { body: null, problem, hint };
}

function overrides({ command, environment }: ScheduleOptions): boolean {
  return command !== undefined || environment !== undefined;
}

/** The overrides of RunTask as text, which is what a target has for them. */
function inputText({ command, environment }: ScheduleOptions, name: string): string {
  const variables = Object.entries(environment ?? {}).map(([key, value]) => ({ name: key, value: String(value) }));
  return JSON.stringify({
    containerOverrides: [
      {
        name,
        ...(command === undefined ? {} : { command }),
        ...(environment === undefined ? {} : { environment: variables }),
      },
    ],
  });
}

/** Members of RunTask as EventBridge Scheduler names them. */
function launchParameters(launch: JsonObject): JsonObject {
  const network = isJsonObject(launch.networkConfiguration) ? launch.networkConfiguration.awsvpcConfiguration : null;
  const { subnets, securityGroups, assignPublicIp } = isJsonObject(network as Json) ? (network as JsonObject) : {};
  const vpc = present({ Subnets: subnets, SecurityGroups: securityGroups, AssignPublicIp: assignPublicIp });
  return present({
    LaunchType: launch.launchType,
    CapacityProviderStrategy: launch.capacityProviderStrategy,
    NetworkConfiguration: Object.keys(vpc).length === 0 ? undefined : { awsvpcConfiguration: vpc },
    // The Scheduler takes numbers alone, and the latest one without any.
    PlatformVersion: launch.platformVersion === 'LATEST' ? undefined : launch.platformVersion,
    EnableECSManagedTags: launch.enableECSManagedTags,
    EnableExecuteCommand: launch.enableExecuteCommand,
  });
}

function present(members: JsonObject): JsonObject {
  const empty = (value: Json | undefined): boolean =>
    value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !empty(value)));
}

/** A launch type and a strategy exclude each other: who says one of them last takes the other away. */
function parametersOf(...layers: readonly (Json | undefined)[]): JsonObject {
  return layers.reduce<JsonObject>((below, layer) => {
    if (layer === undefined || !isJsonObject(layer)) return below;
    const { LaunchType: type, CapacityProviderStrategy: strategy, ...rest } = below;
    const kept = {
      ...(type === undefined || 'CapacityProviderStrategy' in layer ? {} : { LaunchType: type }),
      ...(strategy === undefined || 'LaunchType' in layer ? {} : { CapacityProviderStrategy: strategy }),
    };
    return merge({ ...rest, ...kept }, layer);
  }, {});
}

function launchProblem({ LaunchType: type, NetworkConfiguration: network }: JsonObject): WantedSchedule | null {
  if (type === 'MANAGED_INSTANCES') {
    const hint = 'write settings.Target.EcsParameters.CapacityProviderStrategy';
    return refused('EventBridge Scheduler has no launch type MANAGED_INSTANCES', hint);
  }
  if (type === 'FARGATE' && network === undefined) {
    const hint = 'write ecs.settings.networkConfiguration, or settings.Target.EcsParameters.NetworkConfiguration';
    return refused('tasks on Fargate need a network, and nothing says which', hint);
  }
  return null;
}

/** Structures are merged by member, everything else is replaced. */
function merge(below: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...below };
  for (const [key, value] of Object.entries(over)) {
    const under = below[key];
    merged[key] =
      value !== undefined && under !== undefined && isJsonObject(value) && isJsonObject(under)
        ? merge(under, value)
        : value;
  }
  return merged;
}
