import type { Service } from '@aws-sdk/client-ecs';
import type { Json, JsonObject, PluginTarget } from '@funade/core';
import { serviceNotCreatable } from '../model/definition-errors.ts';
import { mainContainer } from '../options/express-issues.ts';
import type { EcsOptions } from '../options/options.ts';
import { rolloutNotes } from '../rollout/rollout-notes.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { serviceFacts } from '../service/service-facts.ts';
import { assertLimits } from '../task-definition/assert-limits.ts';
import { baseDefinition } from '../task-definition/base-definition.ts';
import { definitionChanges } from '../task-definition/definition-changes.ts';
import { equalRevision } from '../task-definition/equal-revision.ts';
import { withProvenance } from '../task-definition/revision-tags.ts';
import { taskDefinitionKey } from '../task-definition/same-task-definition.ts';
import { versionChange } from '../task-definition/version-change.ts';
import { provenanceFor, wantedRevision } from '../task-definition/wanted-revision.ts';
import { placeholderWarnings } from './placeholder-warnings.ts';
import { expressCreation, wrongForExpress } from './plan-express.ts';
import { planStops } from './plan-stops.ts';
import type { TargetContext, TargetPlan } from './plan-target.ts';
import { equalNotes } from './target-notes.ts';
import { definitionWarnings } from './target-warnings.ts';
import { wrongDefinition } from './wrong-definition.ts';

/**
 * Decides how a service of Express Mode is made that is not there.
 *
 * @throws `SERVICE_NOT_CREATABLE` when the config does not hold all that CreateExpressGatewayService needs
 */
export function planExpressCreation(
  target: PluginTarget<EcsOptions>,
  { facts, images, allow, release, until, asked }: TargetContext,
): TargetPlan {
  const { id, options } = target;
  if (options.express?.infrastructureRoleArn === undefined) {
    throw serviceNotCreatable(options, ['ecs.express.infrastructureRoleArn']);
  }
  const own = baseDefinition(options, facts.sources[id], { running: null, taskDefinitions: {} });
  const { chosen, untagged, readable } = wantedRevision(target, own?.definition ?? ofImage(options), images);
  const tag = [...chosen.values()][0]?.tag ?? '';
  const definition = withProvenance(untagged, provenanceFor(target, tag, release));
  assertLimits(id, definition);
  const references = Object.fromEntries(
    [...chosen].map(([container, { reference }]) => [container, reference as Json]),
  );
  const express = expressCreation(target, references[mainContainer]);
  const service = { ...serviceFacts(asMade(options)), settings: {}, scaling: null, launch: {} };
  const policy = rolloutPolicy(options, service, { deregistration: facts.deregistration, until });
  const equal = own === null ? null : equalRevision(definition, facts);
  return {
    target,
    action: 'create',
    running: null,
    deployment: null,
    waitsFor: null,
    equal,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [...chosen.values()],
    changes: [
      ...express.changes,
      ...definitionChanges({ running: null, other: null, result: own === null ? imagesOf(readable) : readable }),
    ],
    settings: { send: {}, before: {}, back: {}, fixed: [], startsDeployment: true },
    references,
    policy,
    stops: planStops(target, { asked, service, until: policy.until, deregistration: facts.deregistration }),
    express,
    wrong:
      own === null
        ? null
        : (wrongDefinition(target, {
            definition,
            accepted: null,
            misfits: own.problems,
            images: [...chosen.values()],
            onFargate: true,
          }) ?? wrongForExpress(target, definition)),
    wrongSettings: [],
    version: versionChange(id, { from: null, to: tag, allowDowngrade: allow.downgrade }),
    notes: [...rolloutNotes(target, { service, deploys: true, policy, until }), ...equalNotes(target, equal)],
    warnings:
      own === null
        ? []
        : [...placeholderWarnings(target, own), ...definitionWarnings(target, { name: own.name ?? '', definition })],
  };
}

/** What ECS makes of an image, as far as anybody knows it before. */
function ofImage({ service, express }: EcsOptions): JsonObject {
  return {
    family: service,
    requiresCompatibilities: ['FARGATE'],
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: express?.cpuArchitecture ?? 'X86_64' },
    containerDefinitions: [{ name: mainContainer, image: '' }],
  };
}

function imagesOf({ containerDefinitions }: JsonObject): JsonObject {
  return { containerDefinitions: containerDefinitions ?? [] };
}

/**
 * How ECS makes such a service: a canary of 5 % for three minutes, then a bake time of three minutes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-work.html
 */
function asMade({ express }: EcsOptions): Service {
  const count = Number(express?.scalingTarget?.minTaskCount ?? 1);
  return {
    desiredCount: Number.isFinite(count) ? count : 1,
    deploymentConfiguration: {
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 },
      bakeTimeInMinutes: 3,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    healthCheckGracePeriodSeconds: 300,
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }],
    loadBalancers: [{}],
  };
}
