import { objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { Lookup } from '../../../model/service.ts';
import { hashOf } from '../identifiers.ts';
import type { EcsState, Task, TaskContainer, TaskDefinitionRevision } from '../state.ts';
import { imagePlatform } from '../task-definition/platform.ts';
import { chosenContainer, containerDefinitions } from './containers.ts';
import { secretsFailure } from './pull-secrets.ts';
import {
  imageMissing,
  logGroupMissing,
  noRouteToEcrApi,
  noRouteToLogs,
  noRouteToRegistry,
  secretDenied,
  wrongPlatform,
} from './stop-reasons.ts';

export interface StartFailure {
  readonly stoppedReason: string;
  /** The container whose `reason` says the same; null when the task failed before its containers. */
  readonly container: TaskContainer | null;
}

/** Prepares the containers of a task: resources first, then one image after the other. Returns what went wrong, or null. */
export function prepareContainers(state: EcsState, task: Task, lookup: Lookup): StartFailure | null {
  const definition = definitionOf(state, task);
  const scripted = scriptedFailure(state, task, definition);
  if (scripted) return scripted;
  const secrets = definition ? secretsFailure(state, { task, definition }, lookup) : null;
  if (secrets !== null) return { stoppedReason: secrets, container: null };
  for (const container of task.containers) {
    const reason = pull(state, { task, container, definition }, lookup);
    if (reason !== null) return { stoppedReason: reason, container };
  }
  return null;
}

function scriptedFailure(
  state: EcsState,
  task: Task,
  definition: TaskDefinitionRevision | undefined,
): StartFailure | null {
  const first = chosenContainer(task, undefined) ?? null;
  const { becomes } = task.behaviour;
  switch (becomes.type) {
    case 'no-route':
      return noRoute(state, becomes.to, first);
    case 'secret-denied':
      return {
        stoppedReason: secretDenied(state, task, becomes.secret ?? secretOf(state, definition)),
        container: null,
      };
    case 'log-group-missing':
      return { stoppedReason: logGroupMissing(task), container: null };
    case 'image-missing':
      return { stoppedReason: imageMissing(first?.image ?? ''), container: first };
    case 'wrong-platform':
      return { stoppedReason: wrongPlatform(imagePlatform(definition?.body)), container: first };
    case 'fails-to-start':
      return { stoppedReason: becomes.stoppedReason, container: null };
    default:
      return missingLogGroup(state, definition) ? { stoppedReason: logGroupMissing(task), container: null } : null;
  }
}

function noRoute(state: EcsState, to: 'ecr-api' | 'registry' | 'logs', first: TaskContainer | null): StartFailure {
  if (to === 'registry') return { stoppedReason: noRouteToRegistry(first?.image ?? ''), container: first };
  return { stoppedReason: to === 'logs' ? noRouteToLogs : noRouteToEcrApi(state), container: null };
}

function pull(
  state: EcsState,
  {
    task,
    container,
    definition,
  }: { task: Task; container: TaskContainer; definition: TaskDefinitionRevision | undefined },
  lookup: Lookup,
): string | null {
  const known = task.revision?.digests.get(container.image);
  const image = lookup.image(known === undefined ? container.image : byDigest(container.image, known));
  if (image === null && !state.seededImages.has(container.image)) return imageMissing(container.image);
  const platform = imagePlatform(definition?.body);
  if (image !== null && image !== 'not-ours' && image.platforms.length > 0 && !image.platforms.includes(platform)) {
    return wrongPlatform(platform);
  }
  container.digest = known ?? (image === null || image === 'not-ours' ? digestIn(container.image) : image.digest);
  task.revision?.digests.set(container.image, container.digest);
  return null;
}

/** The same image by its digest: later tasks of a deployment do not follow a tag that has moved. */
function byDigest(reference: string, digest: string): string {
  const name = reference.split('@')[0] ?? reference;
  return `${name.replace(/:[^/:]*$/, '')}@${digest}`;
}

/** The digest of an image no registry of ours knows: the one in the reference, else one that follows from it. */
function digestIn(reference: string): string {
  return reference.split('@')[1] ?? `sha256:${hashOf(reference)}`;
}

export function definitionOf(state: EcsState, task: Task): TaskDefinitionRevision | undefined {
  const [, name = ''] = task.taskDefinition.split(':task-definition/');
  const [family = ''] = name.split(':');
  return state.families.get(family)?.find((revision) => revision.arn === task.taskDefinition);
}

function secretOf(state: EcsState, definition: TaskDefinitionRevision | undefined): string {
  for (const container of definition ? containerDefinitions(definition) : []) {
    const [secret] = objectsIn(container, 'secrets') ?? [];
    const from = secret ? textIn(secret, 'valueFrom') : undefined;
    if (from !== undefined) return from;
  }
  return `arn:aws:secretsmanager:${state.region}:${state.account}:secret:unknown`;
}

function missingLogGroup(state: EcsState, definition: TaskDefinitionRevision | undefined): boolean {
  const groups = state.logGroups;
  if (!groups || !definition) return false;
  return containerDefinitions(definition).some((container) => {
    const log = objectIn(container, 'logConfiguration');
    const options = log && log.logDriver === 'awslogs' ? objectIn(log, 'options') : undefined;
    const group = options ? textIn(options, 'awslogs-group') : undefined;
    return group !== undefined && options?.['awslogs-create-group'] !== 'true' && !groups.has(group);
  });
}
