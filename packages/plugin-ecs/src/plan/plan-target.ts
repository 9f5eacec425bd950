import type {
  Allowances,
  AskedStop,
  Change,
  ImageArtifact,
  Json,
  JsonObject,
  Lineage,
  Note,
  PluginTarget,
  Release,
  VersionChange,
  Warning,
} from '@funade/core';
import { settingsFixed, type WrongDefinition } from '../model/definition-errors.ts';
import type { EcsFacts, ServiceFacts, TaskDefinitionFacts } from '../model/facts.ts';
import { revisionName } from '../model/revision-name.ts';
import { mainContainer } from '../options/express-issues.ts';
import type { EcsOptions, EcsTargetOptions } from '../options/options.ts';
import { settingsOf, updatedSettingsOf } from '../options/settings-options.ts';
import { rolloutNotes, rolloutWarnings } from '../rollout/rollout-notes.ts';
import { type RolloutPolicy, rolloutPolicy } from '../rollout/rollout-policy.ts';
import { assertController } from '../service/assert-controller.ts';
import { type SettingsChange, settingsChange } from '../service/service-settings.ts';
import { settledFacts } from '../service/settled-facts.ts';
import type { SettingsProblem } from '../settings-rules/settings-problems.ts';
import { assertLimits } from '../task-definition/assert-limits.ts';
import { type Base, baseDefinition } from '../task-definition/base-definition.ts';
import { definitionChanges } from '../task-definition/definition-changes.ts';
import { equalRevision } from '../task-definition/equal-revision.ts';
import { laterRevision } from '../task-definition/later-revision.ts';
import { provenanceOf, withProvenance } from '../task-definition/revision-tags.ts';
import { sameTaskDefinition, taskDefinitionKey } from '../task-definition/same-task-definition.ts';
import { imageOf } from '../task-definition/set-images.ts';
import { toRegisterInput } from '../task-definition/to-register-input.ts';
import { versionChange } from '../task-definition/version-change.ts';
import { versionOfRunning } from '../task-definition/version-of-running.ts';
import { provenanceFor, wantedRevision } from '../task-definition/wanted-revision.ts';
import { expressNotes, expressWarnings } from './express-notes.ts';
import { placeholderWarnings } from './placeholder-warnings.ts';
import { planCreation } from './plan-creation.ts';
import { asExpressMakes, assertExpress, type ExpressPlan, expressUpdate, wrongForExpress } from './plan-express.ts';
import { planExpressCreation } from './plan-express-creation.ts';
import { type PlannedStop, planStops } from './plan-stops.ts';
import { releaseOrder } from './release-order.ts';
import { equalNotes, leftOutNotes, sameNote } from './target-notes.ts';
import { definitionWarnings, inactiveWarnings, scalingWarnings } from './target-warnings.ts';
import { wrongDefinition } from './wrong-definition.ts';
import { wrongSettings } from './wrong-settings.ts';

/** What is to happen with one target. */
export interface TargetPlan {
  readonly target: PluginTarget<EcsTargetOptions>;
  /**
   * `register` is for a job, which has no service. `redeploy` starts the running revision afresh, because the user forced it
   * or its rollout has failed. `watch` waits for the rollout of the running revision, which somebody started and which is not
   * done. `adjust` changes settings alone, `create` makes the service.
   */
  readonly action: 'create' | 'register' | 'deploy' | 'redeploy' | 'watch' | 'adjust' | 'none';
  /** ARN of the revision that runs; null when there is no service yet. */
  readonly running: string | null;
  /** Id of the deployment that the plan stands on; null when there is no service yet, or no deployment of it. */
  readonly deployment: string | null;
  /** Id of a deployment whose end is to be waited for before this is planned for good; null: there is none. */
  readonly waitsFor: string | null;
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
  /** Where its rollout stops for steps of other plugins. */
  readonly stops: readonly PlannedStop[];
  readonly version: VersionChange;
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
  /** What the Express API is sent; null: it is an ordinary service, or goes to a revision that is there. */
  readonly express: ExpressPlan | null;
  /** What ECS would reject in the definition; null: nothing. */
  readonly wrong: WrongDefinition | null;
  /** What ECS would reject in the settings. */
  readonly wrongSettings: readonly SettingsProblem[];
}

/** What a target is planned from. */
export interface TargetContext {
  readonly facts: EcsFacts;
  /** The target's own artifacts. */
  readonly images: readonly ImageArtifact[];
  readonly allow: Allowances;
  readonly release: Release;
  /** Where the release stands beside the commit that runs. Absent: nobody asked. */
  readonly lineage?: Lineage;
  /** Whether a release that is not known to be newer is refused. */
  readonly strict: boolean;
  /** How far the rollout is waited for, as it was typed. Absent: as the options say. */
  readonly until?: string | undefined;
  /** Where other plugins want the rollout to stop. */
  readonly asked: readonly AskedStop[];
}

/** Decides what happens with one target. Throws as `plan` does. */
export function planTarget(target: PluginTarget<EcsOptions>, context: TargetContext): TargetPlan {
  if (context.facts.services[target.id] !== null) return planUpdate(target, context);
  return target.options.express === undefined ? planCreation(target, context) : planExpressCreation(target, context);
}

function planUpdate(target: PluginTarget<EcsOptions>, context: TargetContext): TargetPlan {
  const { facts, images, allow, release } = context;
  const { service: before, running, described } = factsOf(target, facts);
  assertExpress(target, before);
  const { change: settings, problems } = changeOf(target, before);
  const service = settledFacts(before, settings.send);
  const current = toRegisterInput(described);
  const base = baseOf(target, facts, running);
  const { chosen, untagged, readable } = wantedRevision(target, base.definition, images);
  const references = Object.fromEntries(
    [...chosen].map(([container, { reference }]) => [container, reference as Json]),
  );
  const express = expressUpdate(target, before, references[mainContainer]);
  const same = sameTaskDefinition(current, untagged) && (express?.changes ?? []).length === 0;
  const byVersion = versionChange(target.id, {
    from:
      versionOfRunning(
        [...chosen].map(([container, { repositoryUri }]) => ({ image: imageOf(current, container), repositoryUri })),
      ) ?? provenanceOf(described.tags).release,
    to: [...chosen.values()][0]?.tag ?? '',
    allowDowngrade: allow.downgrade,
  });
  const action = !same ? 'deploy' : allow.force ? 'redeploy' : actionOfSame(service, settings);
  const { version, warnings: orderWarnings } =
    action === 'deploy'
      ? releaseOrder({
          version: byVersion,
          lineage: context.lineage ?? null,
          commit: release.commit,
          allowDowngrade: allow.downgrade,
          strict: context.strict,
        })
      : { version: byVersion, warnings: [] };
  const policy = rolloutPolicy(target.options, service, { deregistration: facts.deregistration, until: context.until });
  const definition = asExpressMakes(
    target.options,
    withProvenance(untagged, provenanceFor(target, version.to, release)),
  );
  if (action === 'deploy') assertLimits(target.id, definition);
  const equal = action === 'deploy' && registers({ express }) ? equalRevision(definition, facts) : null;
  return {
    target,
    action,
    running,
    deployment: service.deployment,
    waitsFor: waitsFor({ service, action, policy }),
    equal,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [...chosen.values()],
    express,
    changes: [
      ...(express?.changes ?? []),
      ...definitionChanges({
        running: current,
        other: base.name === null ? laterRevision(running, facts) : { name: base.name, definition: base.definition },
        result: readable,
      }),
    ],
    settings,
    references,
    policy,
    stops:
      action === 'none' || (action === 'adjust' && !settings.startsDeployment)
        ? []
        : planStops(target, {
            asked: context.asked,
            service,
            until: policy.until,
            deregistration: facts.deregistration,
          }),
    version,
    wrong:
      action === 'deploy' || (base.problems?.length ?? 0) > 0
        ? (wrongDefinition(target, {
            definition,
            accepted: current,
            misfits: base.problems,
            images: [...chosen.values()],
            onFargate: service.onFargate,
          }) ?? wrongForExpress(target, definition))
        : null,
    wrongSettings: problems,
    notes: [
      ...leftOutNotes(target),
      ...(action === 'deploy' ? [] : [sameNote(target, { service, action, running, tag: version.to })]),
      ...(action === 'none'
        ? []
        : rolloutNotes(target, { service, deploys: action === 'deploy', policy, until: context.until })),
      ...equalNotes(target, equal),
      ...expressNotes(target, express),
    ],
    warnings: [
      ...orderWarnings,
      ...placeholderWarnings(target, base),
      ...(action === 'deploy'
        ? [
            ...definitionWarnings(target, { name: base.name ?? revisionName(running), definition }),
            ...inactiveWarnings(target, described),
          ]
        : []),
      ...(action === 'deploy' ? expressWarnings(target, express) : []),
      ...(action === 'none' ? [] : scalingWarnings(target, service)),
      ...(action === 'none' ? [] : rolloutWarnings(target, service)),
    ],
  };
}

/** Whether a target's new revision is registered by a step, and not by ECS. */
export function registers({ express }: Pick<TargetPlan, 'express'>): boolean {
  return express === null || express.container === null;
}

/** A deployment of another revision that is in progress, where its end is not to be cut short. */
export function waitsFor({
  service: { unsettled, deployment },
  action,
  policy: { onBusy },
}: Pick<TargetPlan, 'action' | 'policy'> & { readonly service: ServiceFacts }): string | null {
  return action === 'deploy' && unsettled === 'in-progress' && onBusy !== 'supersede' ? deployment : null;
}

/** Throws `SETTINGS_FIXED`. */
function changeOf(
  { id, options }: PluginTarget<EcsOptions>,
  service: ServiceFacts,
): { readonly change: SettingsChange; readonly problems: readonly SettingsProblem[] } {
  const written = updatedSettingsOf(options);
  const problems = wrongSettings(options, { creates: false, definition: null });
  const change = settingsChange(written, service.settings);
  if (problems.length === 0 && change.fixed.length > 0) throw settingsFixed(id, change.fixed);
  return { change, problems };
}

function baseOf({ id, options }: PluginTarget<EcsOptions>, facts: EcsFacts, running: string): Base {
  const base = baseDefinition(options, facts.sources[id], { running, taskDefinitions: facts.taskDefinitions });
  if (base === null) throw new TypeError(`the facts do not say what ${id} is made from`);
  return base;
}

/** What the facts say of a target's service. Throws `CONTROLLER_NOT_SUPPORTED`. */
export function factsOf({ id, options }: PluginTarget<EcsOptions>, facts: EcsFacts): TargetFacts {
  const service = facts.services[id];
  if (service) assertController(id, service.controller, Object.keys(settingsOf(options)));
  const running = service?.taskDefinition ?? '';
  const described = facts.taskDefinitions[running];
  if (!service || described === undefined) throw new TypeError(`the facts say nothing about ${id}`);
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
