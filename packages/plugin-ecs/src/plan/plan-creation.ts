import type { Service } from '@aws-sdk/client-ecs';
import type { Json, PluginTarget } from '@funade/core';
import { serviceNotCreatable } from '../model/definition-errors.ts';
import type { EcsOptions } from '../options/options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { rolloutNotes, rolloutWarnings } from '../rollout/rollout-notes.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { assertController } from '../service/assert-controller.ts';
import { missingForCreation } from '../service/missing-for-creation.ts';
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
import { planStops } from './plan-stops.ts';
import type { TargetContext, TargetPlan } from './plan-target.ts';
import { equalNotes, leftOutNotes } from './target-notes.ts';
import { definitionWarnings } from './target-warnings.ts';
import { wrongDefinition } from './wrong-definition.ts';
import { wrongSettings } from './wrong-settings.ts';

/**
 * Decides how a service is made that is not there.
 *
 * @throws `SERVICE_NOT_CREATABLE` when the config does not hold all that CreateService needs
 */
export function planCreation(
  target: PluginTarget<EcsOptions>,
  { facts, images, allow, release, until, asked }: TargetContext,
): TargetPlan {
  const { id, options } = target;
  const settings = settingsOf(options);
  const base = baseDefinition(options, facts.sources[id], { running: null, taskDefinitions: {} });
  if (base === null) throw serviceNotCreatable(options, ['ecs.taskDefinition']);
  const problems = wrongSettings(options, { creates: true, definition: base.definition });
  const missing = missingForCreation(settings, base.definition);
  const service = { ...serviceFacts(settings as Service), settings: {}, scaling: null, launch: {} };
  assertController(id, service.controller, []);
  const { chosen, untagged, readable } = wantedRevision(target, base.definition, images);
  const tag = [...chosen.values()][0]?.tag ?? '';
  const definition = withProvenance(untagged, provenanceFor(target, tag, release));
  const wrong = wrongDefinition(target, {
    definition,
    accepted: null,
    misfits: base.problems,
    images: [...chosen.values()],
    onFargate: service.onFargate,
  });
  const alone = wrong === null && problems.length === 0;
  if (alone && missing.length > 0)
    throw serviceNotCreatable(
      options,
      missing.map((name) => `ecs.settings.${name}`),
    );
  assertLimits(id, definition);
  const equal = equalRevision(definition, facts);
  const policy = rolloutPolicy(options, service, { deregistration: facts.deregistration, until });
  const action = 'create';
  return {
    target,
    action,
    running: null,
    deployment: null,
    waitsFor: null,
    equal,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [...chosen.values()],
    changes: definitionChanges({ running: null, other: null, result: readable }),
    settings: { send: settings, before: {}, back: {}, fixed: [], startsDeployment: true },
    references: Object.fromEntries([...chosen].map(([container, { reference }]) => [container, reference as Json])),
    policy,
    stops: planStops(target, { asked, service, until: policy.until, deregistration: facts.deregistration }),
    express: null,
    wrong,
    wrongSettings: [
      ...problems,
      ...missing.map((name) => ({ path: name, message: 'it is missing, and CreateService requires it' })),
    ],
    version: versionChange(id, { from: null, to: tag, allowDowngrade: allow.downgrade }),
    notes: [
      ...leftOutNotes(target),
      ...rolloutNotes(target, { service, deploys: true, policy, until }),
      ...equalNotes(target, equal),
    ],
    warnings: [
      ...placeholderWarnings(target, base),
      ...definitionWarnings(target, { name: base.name ?? '', definition }),
      ...rolloutWarnings(target, service),
    ],
  };
}
