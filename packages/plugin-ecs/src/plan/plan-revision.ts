import {
  type Allowances,
  type AskedStop,
  ageText,
  type ChosenRevision,
  isJsonObject,
  type Json,
  type JsonObject,
  type Note,
  type PluginTarget,
  type Warning,
} from '@funade/core';
import type { EcsFacts, ServiceFacts } from '../model/facts.ts';
import { revisionName } from '../model/revision-name.ts';
import { rollbackWhileDeploying } from '../model/rollback-errors.ts';
import { containersOf, type EcsOptions } from '../options/options.ts';
import { rolloutNotes, rolloutWarnings } from '../rollout/rollout-notes.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { definitionChanges } from '../task-definition/definition-changes.ts';
import { equalRevision } from '../task-definition/equal-revision.ts';
import { releaseOfImages } from '../task-definition/release-of-revision.ts';
import { provenanceOf, withOrigin } from '../task-definition/revision-tags.ts';
import { imagesAsked } from '../task-definition/running-image.ts';
import { sameTaskDefinition, taskDefinitionKey } from '../task-definition/same-task-definition.ts';
import { toRegisterInput } from '../task-definition/to-register-input.ts';
import { versionChange } from '../task-definition/version-change.ts';
import { planPassedStops } from './plan-stops.ts';
import { factsOf, type TargetPlan, waitsFor } from './plan-target.ts';
import { inactiveWarnings } from './target-warnings.ts';

/** What a target is planned from that is to run a revision that is there already. */
export interface RevisionContext {
  readonly facts: EcsFacts;
  readonly chosen: ChosenRevision;
  readonly allow: Allowances;
  /** How far the rollout is waited for, as it was typed. Absent: as the options say. */
  readonly until?: string | undefined;
  /** Where other plugins want rollouts of a release to stop. */
  readonly asked: readonly AskedStop[];
}

/**
 * Brings a target to a revision that is there already: the settings of the service stay. One that was deregistered is
 * registered again from its own content, tags included, unless an active one is the same.
 *
 * @throws `ROLLBACK_WHILE_DEPLOYING`, `DOWNGRADE`
 */
export function planRevision(
  target: PluginTarget<EcsOptions>,
  { facts, chosen, allow, until, asked }: RevisionContext,
): TargetPlan {
  const { id, options } = target;
  const { service, running, described } = factsOf(target, facts);
  const { revision, release, intent } = chosen;
  if (service.unsettled === 'in-progress' && intent === 'rollback') {
    throw rollbackWhileDeploying(id, { revision: revisionName(running), deployment: service.deployment });
  }
  const wanted = Object.entries(facts.taskDefinitions).find(([arn]) => revisionName(arn) === revision);
  if (wanted === undefined) throw new TypeError(`the facts say nothing about ${revision}`);
  const [arn, found] = wanted;
  const [current, definition] = [toRegisterInput(described), withOrigin(toRegisterInput(found), revision)];
  const inactive = found.taskDefinition.status !== 'ACTIVE';
  const equal = inactive ? equalRevision(definition, facts) : arn;
  const action = actionOf({ runs: arn === running || equal === running, service, intent });
  const policy = rolloutPolicy(options, service, { deregistration: facts.deregistration, until });
  const containers = new Set(containersOf(options).keys());
  const from =
    provenanceOf(described.tags).release ?? releaseOfImages(imagesAsked(described.taskDefinition), containers);
  const to =
    release ?? provenanceOf(found.tags).release ?? releaseOfImages(imagesAsked(found.taskDefinition), containers);
  return {
    target,
    action,
    running,
    deployment: service.deployment,
    waitsFor: waitsFor({ service, action, policy }),
    equal: action === 'deploy' ? equal : null,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [],
    changes: definitionChanges({ running: current, other: null, result: definition }),
    settings: { send: {}, before: {}, back: {}, fixed: [], startsDeployment: false },
    references: referencesOf(found.taskDefinition),
    policy,
    stops: planPassedStops(target, {
      asked,
      service,
      until: policy.until,
      deregistration: facts.deregistration,
    }),
    version: versionChange(id, { from, to: to ?? revision, allowDowngrade: intent === 'rollback' || allow.downgrade }),
    express: null,
    wrong: null,
    wrongSettings: [],
    notes:
      action === 'deploy'
        ? [
            noteOf(target, backText(chosen, { inactive, equal, same: sameTaskDefinition(current, definition) })),
            ...rolloutNotes(target, { service, deploys: true, policy, until }),
          ]
        : [noteOf(target, `service ${options.service} runs ${revision} already${sameTexts[action]}`)],
    warnings:
      action === 'none'
        ? []
        : [
            ...revisionWarnings(target, { chosen, definition: found.taskDefinition }),
            ...chosen.doubts.map((doubt) => ({ ...doubt, targets: [id], label: id })),
            ...inactiveWarnings(target, described),
            ...rolloutWarnings(target, service),
          ],
  };
}

interface Running {
  /** Whether the service runs what it is to run. */
  readonly runs: boolean;
  readonly service: ServiceFacts;
  readonly intent: ChosenRevision['intent'];
}

/** A rollout of the wanted revision that somebody has started is waited for, and one that has failed is started again. */
function actionOf({ runs, service: { unsettled }, intent }: Running): 'deploy' | 'redeploy' | 'watch' | 'none' {
  if (!runs) return 'deploy';
  if (unsettled === 'failed') return 'redeploy';
  return unsettled === 'in-progress' && intent === 'deploy' ? 'watch' : 'none';
}

const sameTexts = {
  none: '',
  redeploy: '; its rollout failed and is started again',
  watch: '; its rollout is waited for',
} as const;

function noteOf({ id }: PluginTarget<EcsOptions>, text: string): Note {
  return { targets: [id], label: id, text };
}

interface Again {
  /** Whether it was deregistered. */
  readonly inactive: boolean;
  /** ARN of the revision that is deployed; null when it is registered first. */
  readonly equal: string | null;
  /** Whether it is the same as what runs. */
  readonly same: boolean;
}

/** `shop-api:12, last deployed 2026-11-28 09:12 UTC (2 days before this plan), is deployed again: nothing is built or registered`. */
function backText({ revision, deployedAt, age }: ChosenRevision, { inactive, equal, same }: Again): string {
  const ago = age === null ? '' : ` (${ageText(age)} before this plan)`;
  const at = deployedAt === null ? '' : `, last deployed ${deployedAt.slice(0, 16).replace('T', ' ')} UTC${ago},`;
  const end = same ? '; it is the same as what runs' : '';
  if (!inactive) return `${revision}${at} is deployed again: nothing is built or registered${end}`;
  return equal === null
    ? `${revision}${at} was deregistered: it is registered again with its own content and deployed; nothing is built${end}`
    : `${revision}${at} was deregistered: ${revisionName(equal)} is identical and is deployed; nothing is built or registered${end}`;
}

function revisionWarnings(
  { id }: PluginTarget<EcsOptions>,
  { chosen, definition }: { readonly chosen: ChosenRevision; readonly definition: JsonObject },
): readonly Warning[] {
  const { revision, end, missing } = chosen;
  const subject = { targets: [id], label: id };
  const gone = missing.map((image) => ({
    code: 'IMAGE_GONE',
    ...subject,
    message: `${image} of ${revision} is no longer in its registry, or cannot be pulled: new tasks will not start`,
  }));
  // A name with a digest always stands for the same image.
  const moved = Object.values(referencesOf(definition)).flatMap((image) =>
    typeof image !== 'string' || image.includes('@') || !chosen.moved.includes(image)
      ? []
      : [
          {
            code: 'IMAGE_MOVED',
            ...subject,
            message: `${revision} names ${image} without a digest, and that is no longer the image that ran`,
          },
        ],
  );
  const images = [...gone, ...moved];
  if (end === null || end === 'succeeded') return images;
  const message = `${revision} is not known to have been deployed successfully: its last deployment is ${end}`;
  return [...images, { code: 'REVISION_NOT_PROVEN', ...subject, message }];
}

/** Image reference by container. */
function referencesOf({ containerDefinitions }: JsonObject): JsonObject {
  const containers: readonly Json[] = Array.isArray(containerDefinitions) ? containerDefinitions : [];
  return Object.fromEntries(
    containers
      .filter(isJsonObject)
      .flatMap(({ name, image }) => (typeof image === 'string' ? [[String(name), image]] : [])),
  );
}
