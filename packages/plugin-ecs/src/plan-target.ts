import type {
  Allowances,
  Artifact,
  Change,
  ImageArtifact,
  Json,
  JsonObject,
  Note,
  PluginTarget,
  Release,
  VersionChange,
  Warning,
} from '@funade/core';
import { settingsFixed } from './definition-errors.ts';
import type { EcsFacts, ServiceFacts, TaskDefinitionFacts } from './facts.ts';
import { containerSettingsOf, containersOf, type EcsOptions, serviceSettingsOf } from './options.ts';
import { assertController } from './rules/assert-controller.ts';
import { assertLimits } from './rules/assert-limits.ts';
import { type Base, baseDefinition } from './rules/base-definition.ts';
import { revisionName } from './rules/changes.ts';
import { chooseImages } from './rules/choose-images.ts';
import { definitionChanges } from './rules/definition-changes.ts';
import { equalRevision } from './rules/equal-revision.ts';
import { laterRevision } from './rules/later-revision.ts';
import { optionsHash } from './rules/options-hash.ts';
import { plainSecrets } from './rules/plain-secrets.ts';
import { unknownFields } from './rules/response-only-fields.ts';
import { makingOf, withMaking } from './rules/revision-tags.ts';
import { rolloutNotes, rolloutWarnings } from './rules/rollout-notes.ts';
import { type RolloutPolicy, rolloutPolicy } from './rules/rollout-policy.ts';
import { sameTaskDefinition, taskDefinitionKey } from './rules/same-task-definition.ts';
import { type SettingsChange, settingsChange } from './rules/service-settings.ts';
import { setContainers } from './rules/set-containers.ts';
import { type Image, imageOf, setImages } from './rules/set-images.ts';
import { settledFacts } from './rules/settled-facts.ts';
import { toRegisterInput } from './rules/to-register-input.ts';
import { versionChange } from './rules/version-change.ts';
import { versionOfRunning } from './rules/version-of-running.ts';

/** What is to happen with one target. */
export interface TargetPlan {
  readonly target: PluginTarget<EcsOptions>;
  /**
   * `redeploy` starts the running revision afresh, because the user forced it or its rollout has failed. `watch` waits for
   * the rollout of the running revision, which somebody started and which isn't done. `adjust` changes settings alone.
   */
  readonly action: 'deploy' | 'redeploy' | 'watch' | 'adjust' | 'none';
  /** ARN of the revision that runs. */
  readonly running: string;
  /** ARN of a revision that is equal already; null when one is to be registered. */
  readonly equal: string | null;
  /** The request that registers the new revision, image references of later steps inside. */
  readonly definition: JsonObject;
  /** Equal definitions have equal keys. */
  readonly definitionKey: string;
  readonly changes: readonly Change[];
  /** What differs between the written and the running settings of the service. */
  readonly settings: SettingsChange;
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
  readonly release: Release;
}

/** Decides what happens with one target. Throws as `plan` does. */
export function planTarget(target: PluginTarget<EcsOptions>, context: TargetContext): TargetPlan {
  const { facts, images, allow, release } = context;
  const { service: before, running, described } = factsOf(target, facts);
  const settings = settingsOf(target, before);
  const service = settledFacts(before, settings.send);
  const current = toRegisterInput(described);
  const base = baseOf(target, facts, running);
  const chosen = chooseImages(target.id, containersOf(target.options), images);
  const written = setContainers(base.definition, containerSettingsOf(target.options));
  const withImages = (image: (artifact: ImageArtifact) => Image): JsonObject =>
    setImages(written, new Map([...chosen].map(([container, artifact]) => [container, image(artifact)])));
  const untagged = withImages(({ reference }) => reference);
  const same = sameTaskDefinition(current, untagged);
  const version = versionChange(target.id, {
    from:
      versionOfRunning(
        [...chosen].map(([container, { repositoryUri }]) => ({ image: imageOf(current, container), repositoryUri })),
      ) ?? makingOf(described.tags).release,
    to: [...chosen.values()][0]?.tag ?? '',
    allowDowngrade: allow.downgrade,
  });
  const action = !same ? 'deploy' : allow.force ? 'redeploy' : actionOfSame(service, settings);
  const policy = rolloutPolicy(target.options, service);
  const making = { release: version.to, commit: release.commit, config: optionsHash(target.options) };
  const definition = withMaking(untagged, making);
  if (action === 'deploy') assertLimits(target.id, definition);
  const equal = action === 'deploy' ? equalRevision(definition, facts) : null;
  return {
    target,
    action,
    running,
    equal,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [...chosen.values()],
    changes: definitionChanges({
      running: current,
      other: base.name === null ? laterRevision(running, facts) : { name: base.name, definition: base.definition },
      result: withImages(readable),
    }),
    settings,
    references: Object.fromEntries([...chosen].map(([container, { reference }]) => [container, reference as Json])),
    policy,
    version,
    notes: [
      ...(action === 'deploy' ? [] : [sameNote(target, { service, action, running, tag: version.to })]),
      ...(action === 'none' ? [] : rolloutNotes(target, { service, deploys: action === 'deploy', policy })),
      ...equalNotes(target, equal),
    ],
    warnings: [
      ...(action === 'deploy' ? warningsOf(target, { base, described, definition }) : []),
      ...(action === 'none' ? [] : scalingWarnings(target, service)),
      ...(action === 'none' ? [] : rolloutWarnings(target, service)),
    ],
  };
}

/** Throws `SETTINGS_FIXED`. */
function settingsOf({ id, options }: PluginTarget<EcsOptions>, service: ServiceFacts): SettingsChange {
  const change = settingsChange(serviceSettingsOf(options), service.settings);
  if (change.fixed.length > 0) throw settingsFixed(id, change.fixed);
  return change;
}

function scalingWarnings({ id, options }: PluginTarget<EcsOptions>, { scaling }: ServiceFacts): readonly Warning[] {
  if (scaling === null) return [];
  const message = `ecs.settings.desiredCount sets service ${options.service} to ${String(options.settings?.desiredCount)} tasks, although Application Auto Scaling keeps it between ${scaling.min} and ${scaling.max}: each undoes what the other does`;
  return [{ code: 'DESIRED_COUNT_SCALED', subject: { type: 'service', name: id }, message }];
}

function baseOf({ id, options }: PluginTarget<EcsOptions>, facts: EcsFacts, running: string): Base {
  const base = baseDefinition(options, facts.sources[id], { running, taskDefinitions: facts.taskDefinitions });
  if (base === null) throw new TypeError(`the facts do not say what ${id} is made from`);
  return base;
}

function factsOf({ id, options }: PluginTarget<EcsOptions>, facts: EcsFacts): TargetFacts {
  const service = facts.services[id];
  if (service !== undefined) assertController(id, service.controller, Object.keys(options.settings ?? {}));
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
function actionOfSame({ unsettled }: ServiceFacts, { send }: SettingsChange): TargetPlan['action'] {
  if (unsettled === null) return Object.keys(send).length > 0 ? 'adjust' : 'none';
  return unsettled === 'failed' ? 'redeploy' : 'watch';
}

function sameNote(
  { id, options }: PluginTarget<EcsOptions>,
  {
    service,
    action,
    running,
    tag,
  }: {
    readonly service: ServiceFacts;
    readonly action: TargetPlan['action'];
    readonly running: string;
    readonly tag: string;
  },
): Note {
  const what = `${tag} already (${revisionName(running)})`;
  const texts = {
    redeploy:
      service.unsettled === 'failed'
        ? `the rollout of ${tag} to service ${options.service} failed (${revisionName(running)}); deployed again`
        : `service ${options.service} runs ${what}; deployed again by force`,
    watch: `service ${options.service} rolls out ${what}; waited for`,
    adjust: `service ${options.service} runs ${what}; its settings change`,
    none: `service ${options.service} runs ${what}`,
    deploy: '',
  };
  return { subject: { type: 'service', name: id }, text: texts[action] };
}

function equalNotes({ id }: PluginTarget<EcsOptions>, equal: string | null): readonly Note[] {
  if (equal === null) return [];
  const text = `task definition ${revisionName(equal)} is the same: it runs again, and nothing is registered`;
  return [{ subject: { type: 'service', name: id }, text }];
}

function warningsOf(
  { id }: PluginTarget<EcsOptions>,
  {
    base,
    described,
    definition,
  }: { readonly base: Base; readonly described: TaskDefinitionFacts; readonly definition: JsonObject },
): readonly Warning[] {
  const subject = { type: 'service', name: id } as const;
  const running = revisionName(String(described.taskDefinition.taskDefinitionArn));
  const name = base.name ?? running;
  const unknown = unknownFields(definition).map((field) => ({
    code: 'UNKNOWN_FIELD',
    subject,
    message: `task definition ${name} has a field newer than this version of Funade: ${field}; it is sent as it is`,
  }));
  const plain = plainSecrets(definition).map(({ container, variables }) => ({
    code: 'PLAIN_SECRET',
    subject,
    message: `container ${container} has what looks like a secret in environment: ${variables.join(', ')}; name it under secrets, and keep the value in Secrets Manager or SSM`,
  }));
  if (described.taskDefinition.status !== 'INACTIVE') return [...unknown, ...plain];
  const message = `task definition ${running}, which ${id} runs, was deregistered: ECS may refuse to go back to it`;
  return [...unknown, ...plain, { code: 'TASK_DEFINITION_INACTIVE', subject, message }];
}

/** The image as people read it; the digest is there once it is known. */
function readable({ reference, repositoryUri, tag, digest }: ImageArtifact): string {
  if (typeof reference === 'string') return reference;
  return digest === null ? `${repositoryUri}:${tag}` : `${repositoryUri}:${tag}@${digest}`;
}
