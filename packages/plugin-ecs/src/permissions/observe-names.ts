import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { resourceName } from '@funade/aws';
import {
  emptyRelease,
  isJsonObject,
  type JsonObject,
  type PermissionsRequest,
  type PluginTarget,
  plainLine,
  type RunContext,
  renderDocuments,
  toDeployError,
} from '@funade/core';
import { useActionLogs } from '../action-logs/find-action-logs.ts';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { fillPlaceholders } from '../definition-rules/fill-placeholders.ts';
import { describeServices } from '../observe/observe-services.ts';
import { filledTasks } from '../options/filled-tasks.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { parseDefinition } from '../task-definition/parse-definition.ts';
import { type DefinitionNames, definitionNames, namingPart, rolesInSettings } from './definition-names.ts';

/** What is known of a target beside its options. JSON. */
export type TargetNames = {
  /** Those that it runs and those that it is to run. */
  readonly definitions: readonly DefinitionNames[];
  /** Of its one-off tasks, where they name one. */
  readonly ofTasks: readonly DefinitionNames[];
  /** Roles that ECS itself acts with for the service. */
  readonly serviceRoles: readonly string[];
  /** Whether ECS Exec is on. */
  readonly exec: boolean;
  /** Whether load balancers send it traffic; null: nobody could say. */
  readonly balanced: boolean | null;
  /** Log groups that action logs of its cluster are delivered to. */
  readonly actionLogs: readonly string[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
};

/** By target id. */
export type Names = Readonly<Record<string, TargetNames>>;

type Target = PluginTarget<EcsTargetOptions>;
type Request = PermissionsRequest<EcsTargetOptions>;

/** Reads the names in the definitions of files, and with `online` of those that services run and tasks name. */
export async function observeNames(
  request: Request,
  context: RunContext,
  { online }: { readonly online: boolean },
): Promise<Names> {
  const names = request.targets.map(async (target) => [
    target.id,
    together(
      await settleAll([
        written(target, request, context),
        running(target, context, online),
        ...tasks(target, context, online),
      ]),
    ),
  ]);
  return Object.fromEntries(await settleAll(names));
}

function together(parts: readonly Partial<TargetNames>[]): TargetNames {
  return {
    definitions: parts.flatMap(({ definitions = [] }) => definitions),
    ofTasks: parts.flatMap(({ ofTasks = [] }) => ofTasks),
    serviceRoles: parts.flatMap(({ serviceRoles = [] }) => serviceRoles),
    exec: parts.some(({ exec }) => exec === true),
    balanced: parts.find(({ balanced }) => balanced !== undefined)?.balanced ?? null,
    actionLogs: parts.flatMap(({ actionLogs = [] }) => actionLogs),
    unread: parts.flatMap(({ unread = [] }) => unread),
  };
}

/** The definition of a file, or the one that the config contains. */
async function written(target: Target, request: Request, context: RunContext): Promise<Partial<TargetNames>> {
  const { taskDefinition: source, placeholders = {} } = target.options;
  if (isJsonObject(source as JsonObject)) return { definitions: [namesOf(source as JsonObject, placeholders)] };
  if (typeof source !== 'string' || source === 'latest') return {};
  try {
    const parsed = await parseDefinition(source, await readFile(resolve(context.root, source), 'utf8'));
    if (!parsed.ok) return { unread: [`${source}: ${parsed.problems.join('; ')}`] };
    const allow = { dirty: false, downgrade: false, adoptImage: false, force: false };
    const { project, environment } = request;
    const documents = [{ service: target.service, document: namingPart(parsed.taskDefinition) }];
    const [rendered] = await renderDocuments(
      documents,
      { project, environment, release: emptyRelease, allow },
      context,
    );
    const { document = {} } = rendered ?? {};
    return {
      definitions: [namesOf(isJsonObject(document as JsonObject) ? (document as JsonObject) : {}, placeholders)],
    };
  } catch (error) {
    return unreadable(source, error, context);
  }
}

function namesOf(definition: JsonObject, placeholders: Readonly<Record<string, string | number | boolean>>) {
  return definitionNames(fillPlaceholders(namingPart(definition), placeholders).document);
}

async function running({ options }: Target, context: RunContext, online: boolean): Promise<Partial<TargetNames>> {
  const { cluster, service, taskDefinition } = options;
  if (service === undefined) return {};
  const what = `what service ${service} of cluster ${cluster} runs`;
  if (!online) return taskDefinition === undefined || taskDefinition === 'latest' ? { unread: [what] } : {};
  try {
    const ecs = await useEcs(context);
    const { body } = await describeServices(ecs, { cluster, services: [service] }, context);
    const [found] = (Array.isArray(body.services) ? body.services : []).filter(isJsonObject);
    const revisions = new Set([
      found?.taskDefinition,
      ...listOf(found?.deployments).map((each) => each.taskDefinition),
    ]);
    const definitions = await settleAll(
      [...revisions]
        .filter((arn): arn is string => typeof arn === 'string' && arn !== '')
        .map(async (arn) => definitionNames((await describeTaskDefinition(ecs, arn, context)).taskDefinition)),
    );
    return {
      definitions,
      exec: found?.enableExecuteCommand === true,
      balanced: listOf(found?.loadBalancers).length > 0,
      serviceRoles: [...new Set(rolesInSettings(found))],
      actionLogs: (await useActionLogs(context)).get(resourceName(cluster))?.groups ?? [],
    };
  } catch (error) {
    return unreadable(what, error, context);
  }
}

function tasks({ options }: Target, context: RunContext, online: boolean): readonly Promise<Partial<TargetNames>>[] {
  const named = Object.values(filledTasks(options).tasks).flatMap(({ taskDefinition }) => taskDefinition ?? []);
  return [...new Set(named)].map(async (name): Promise<Partial<TargetNames>> => {
    if (!online) return { unread: [`task definition ${name}`] };
    try {
      const { taskDefinition } = await describeTaskDefinition(await useEcs(context), name, context);
      return { ofTasks: [definitionNames(taskDefinition)] };
    } catch (error) {
      return unreadable(`task definition ${name}`, error, context);
    }
  });
}

function unreadable(what: string, error: unknown, context: RunContext): Partial<TargetNames> {
  context.signal.throwIfAborted();
  return { unread: [`${what}: ${plainLine(toDeployError(error).message)}`] };
}

function listOf(value: JsonObject[string]): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
