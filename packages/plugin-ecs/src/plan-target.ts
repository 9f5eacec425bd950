import type {
  Allowances,
  Artifact,
  Change,
  ImageArtifact,
  Json,
  JsonObject,
  Note,
  PluginTarget,
  VersionChange,
  Warning,
} from '@funade/core';
import type { EcsFacts, ServiceFacts, TaskDefinitionFacts } from './facts.ts';
import { containersOf, type EcsOptions } from './options.ts';
import { assertController } from './rules/assert-controller.ts';
import { imageChanges, revisionName } from './rules/changes.ts';
import { chooseImages } from './rules/choose-images.ts';
import { unknownFields } from './rules/response-only-fields.ts';
import { type RolloutPolicy, rolloutPolicy } from './rules/rollout-policy.ts';
import { sameTaskDefinition, taskDefinitionKey } from './rules/same-task-definition.ts';
import { imageOf, setImages } from './rules/set-images.ts';
import { toRegisterInput } from './rules/to-register-input.ts';
import { versionChange } from './rules/version-change.ts';
import { versionOfRunning } from './rules/version-of-running.ts';

/** What is to happen with one target. */
export interface TargetPlan {
  readonly target: PluginTarget<EcsOptions>;
  /**
   * `redeploy` starts the running revision afresh, because the user forced it or its rollout has failed. `watch` waits for
   * the rollout of the running revision, which somebody started and which isn't done.
   */
  readonly action: 'deploy' | 'redeploy' | 'watch' | 'none';
  /** ARN of the revision that runs. */
  readonly running: string;
  /** The request that registers the new revision, image references of later steps inside. */
  readonly definition: JsonObject;
  /** Equal definitions have equal keys. */
  readonly definitionKey: string;
  readonly changes: readonly Change[];
  /** The images that its containers get. */
  readonly images: readonly ImageArtifact[];
  /** Image reference by container, for the containers that get one. */
  readonly references: JsonObject;
  readonly policy: RolloutPolicy;
  readonly version: VersionChange;
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

/** What a target is planned from. */
export interface TargetContext {
  readonly facts: EcsFacts;
  /** The target's own artifacts. */
  readonly images: readonly Artifact[];
  readonly allow: Allowances;
}

/** Decides what happens with one target. Throws as `plan` does. */
export function planTarget(target: PluginTarget<EcsOptions>, { facts, images, allow }: TargetContext): TargetPlan {
  const { service, running, described } = factsOf(target, facts);
  const chosen = chooseImages(target.id, containersOf(target.options), images);
  const current = toRegisterInput(described);
  const definition = setImages(
    current,
    mapValues(chosen, ({ reference }) => reference),
  );
  const same = sameTaskDefinition(current, definition);
  const version = versionChange(target.id, {
    from: versionOfRunning(
      [...chosen].map(([container, { repositoryUri }]) => ({ image: imageOf(current, container), repositoryUri })),
    ),
    to: [...chosen.values()][0]?.tag ?? '',
    allowDowngrade: allow.downgrade,
  });
  const action = !same ? 'deploy' : allow.force ? 'redeploy' : actionOfSame(service);
  const policy = rolloutPolicy(target.options, service);
  return {
    target,
    action,
    running,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [...chosen.values()],
    changes: imageChanges(
      [...chosen].map(([container, image]) => ({ container, from: imageOf(current, container), to: readable(image) })),
    ),
    references: Object.fromEntries(mapValues(chosen, ({ reference }) => reference as Json)),
    policy,
    version,
    notes: [
      ...(action === 'deploy' ? [] : [sameNote(target, { service, action, running, tag: version.to })]),
      ...(action === 'none' ? [] : notesOf(target, { service, action, policy })),
    ],
    warnings: action === 'deploy' ? warningsOf(target, described) : [],
  };
}

function factsOf({ id }: PluginTarget<EcsOptions>, facts: EcsFacts): TargetFacts {
  const service = facts.services[id];
  if (service !== undefined) assertController(id, service.controller);
  const running = service?.taskDefinition ?? '';
  const described = facts.taskDefinitions[running];
  if (service === undefined || described === undefined) throw new TypeError(`the facts say nothing about ${id}`);
  return { service, running, described };
}

interface TargetFacts {
  readonly service: ServiceFacts;
  /** ARN of the revision that runs. */
  readonly running: string;
  readonly described: TaskDefinitionFacts;
}

/** What becomes of a target whose revision would not change: its rollout may have failed, or go on. */
function actionOfSame({ unsettled }: ServiceFacts): TargetPlan['action'] {
  if (unsettled === null) return 'none';
  return unsettled === 'failed' ? 'redeploy' : 'watch';
}

function sameNote(
  { id, options }: PluginTarget<EcsOptions>,
  {
    service,
    action,
    running,
    tag,
  }: Pick<Deciding, 'service' | 'action'> & { readonly running: string; readonly tag: string },
): Note {
  const what = `${tag} already (${revisionName(running)})`;
  const texts = {
    redeploy:
      service.unsettled === 'failed'
        ? `the rollout of ${tag} to service ${options.service} failed (${revisionName(running)}); deployed again`
        : `service ${options.service} runs ${what}; deployed again by force`,
    watch: `service ${options.service} rolls out ${what}; waited for`,
    none: `service ${options.service} runs ${what}`,
    deploy: '',
  };
  return { subject: { type: 'service', name: id }, text: texts[action] };
}

interface Deciding {
  readonly service: ServiceFacts;
  readonly action: TargetPlan['action'];
  readonly policy: RolloutPolicy;
}

function notesOf(
  { id, options }: PluginTarget<EcsOptions>,
  { service: { circuitBreaker, unsettled }, action, policy }: Deciding,
): readonly Note[] {
  const subject = { type: 'service', name: id } as const;
  const { failFast, onBusy } = policy;
  const busy = {
    wait: 'its end is waited for',
    fail: 'this deploy fails unless that ends first',
    supersede: 'this one takes its place',
  };
  const breaker = {
    rollback: null,
    off: `service ${options.service} has no deployment circuit breaker: ${failFast === 0 ? 'ECS will go on starting tasks that fail, until the wait ends' : `after ${failFast} tasks that die in the same way its rollout counts as failed`}`,
    stop: `service ${options.service} has a deployment circuit breaker without rollback: ECS will stop a failing rollout where it is`,
  };
  return [
    action === 'deploy' && unsettled === 'in-progress'
      ? `another deployment of service ${options.service} is in progress: ${busy[onBusy]}`
      : null,
    breaker[circuitBreaker],
  ].flatMap((text) => (text === null ? [] : [{ subject, text }]));
}

function warningsOf({ id }: PluginTarget<EcsOptions>, { taskDefinition }: TaskDefinitionFacts): readonly Warning[] {
  const subject = { type: 'service', name: id } as const;
  const name = revisionName(String(taskDefinition.taskDefinitionArn));
  const unknown = unknownFields(taskDefinition).map((field) => ({
    code: 'UNKNOWN_FIELD',
    subject,
    message: `task definition ${name} has a field newer than this version of Funade: ${field}; it is sent as it is`,
  }));
  if (taskDefinition.status !== 'INACTIVE') return unknown;
  const message = `task definition ${name}, which ${id} runs, was deregistered: ECS may refuse to go back to it`;
  return [...unknown, { code: 'TASK_DEFINITION_INACTIVE', subject, message }];
}

/** The image as people read it; the digest is there once it is known. */
function readable({ reference, repositoryUri, tag, digest }: ImageArtifact): string {
  if (typeof reference === 'string') return reference;
  return digest === null ? `${repositoryUri}:${tag}` : `${repositoryUri}:${tag}@${digest}`;
}

function mapValues<V, W>(map: ReadonlyMap<string, V>, change: (value: V) => W): ReadonlyMap<string, W> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
