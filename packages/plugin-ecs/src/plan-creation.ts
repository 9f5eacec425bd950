import type { Service } from '@aws-sdk/client-ecs';
import type { Json, PluginTarget } from '@funade/core';
import { serviceNotCreatable } from './definition-errors.ts';
import { type EcsOptions, serviceSettingsOf } from './options.ts';
import type { TargetContext, TargetPlan } from './plan-target.ts';
import { assertController } from './rules/assert-controller.ts';
import { assertLimits } from './rules/assert-limits.ts';
import { baseDefinition } from './rules/base-definition.ts';
import { definitionChanges } from './rules/definition-changes.ts';
import { equalRevision } from './rules/equal-revision.ts';
import { missingForCreation } from './rules/missing-for-creation.ts';
import { withMaking } from './rules/revision-tags.ts';
import { rolloutNotes, rolloutWarnings } from './rules/rollout-notes.ts';
import { rolloutPolicy } from './rules/rollout-policy.ts';
import { taskDefinitionKey } from './rules/same-task-definition.ts';
import { serviceFacts } from './rules/service-facts.ts';
import { equalNotes } from './rules/target-notes.ts';
import { definitionWarnings } from './rules/target-warnings.ts';
import { versionChange } from './rules/version-change.ts';
import { makingBy, wantedRevision } from './rules/wanted-revision.ts';

/**
 * Decides how a service is made that is not there.
 *
 * @throws `SERVICE_NOT_CREATABLE` when the config does not hold all that CreateService needs
 */
export function planCreation(
  target: PluginTarget<EcsOptions>,
  { facts, images, allow, release }: TargetContext,
): TargetPlan {
  const { id, options } = target;
  const settings = serviceSettingsOf(options);
  const base = baseDefinition(options, facts.sources[id], { running: null, taskDefinitions: {} });
  if (base === null) throw serviceNotCreatable(options, ['ecs.taskDefinition']);
  const missing = missingForCreation(settings, base.definition);
  if (missing.length > 0) throw serviceNotCreatable(options, missing);
  const service = { ...serviceFacts(settings as Service), settings: {}, scaling: null };
  assertController(id, service.controller, []);
  const { chosen, untagged, readable } = wantedRevision(target, base.definition, images);
  const tag = [...chosen.values()][0]?.tag ?? '';
  const definition = withMaking(untagged, makingBy(target, tag, release));
  assertLimits(id, definition);
  const equal = equalRevision(definition, facts);
  const policy = rolloutPolicy(options, service);
  const action = 'create';
  return {
    target,
    action,
    running: null,
    equal,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [...chosen.values()],
    changes: definitionChanges({ running: null, other: null, result: readable }),
    settings: { send: settings, before: {}, back: {}, fixed: [], startsDeployment: true },
    references: Object.fromEntries([...chosen].map(([container, { reference }]) => [container, reference as Json])),
    policy,
    version: versionChange(id, { from: null, to: tag, allowDowngrade: allow.downgrade }),
    notes: [...rolloutNotes(target, { service, deploys: true, policy }), ...equalNotes(target, equal)],
    warnings: [
      ...definitionWarnings(target, { name: base.name ?? '', definition }),
      ...rolloutWarnings(target, service),
    ],
  };
}
