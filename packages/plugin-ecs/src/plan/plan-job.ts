import type { Service } from '@aws-sdk/client-ecs';
import type { Json, Note } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { familyOf, revisionName } from '../model/revision-name.ts';
import type { JobTarget } from '../options/jobs.ts';
import type { EcsOptions } from '../options/options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { launchOf } from '../service/launch-of.ts';
import { serviceFacts } from '../service/service-facts.ts';
import { assertLimits } from '../task-definition/assert-limits.ts';
import { baseDefinition } from '../task-definition/base-definition.ts';
import { definitionChanges } from '../task-definition/definition-changes.ts';
import { equalRevision } from '../task-definition/equal-revision.ts';
import { provenanceOf, withOrigin, withProvenance } from '../task-definition/revision-tags.ts';
import { sameTaskDefinition, taskDefinitionKey } from '../task-definition/same-task-definition.ts';
import { toRegisterInput } from '../task-definition/to-register-input.ts';
import { versionChange } from '../task-definition/version-change.ts';
import { provenanceFor, wantedRevision } from '../task-definition/wanted-revision.ts';
import { placeholderWarnings } from './placeholder-warnings.ts';
import type { RevisionContext } from './plan-revision.ts';
import type { TargetContext, TargetPlan } from './plan-target.ts';
import { equalNotes, leftOutNotes } from './target-notes.ts';
import { definitionWarnings } from './target-warnings.ts';
import { wrongDefinition } from './wrong-definition.ts';

/**
 * Decides what is registered of a job: its newest active revision stands for what runs. Nothing is rolled out; what follows
 * the revision, such as a schedule, runs it.
 */
export function planJob(
  target: JobTarget,
  { facts, images, allow, release }: Pick<TargetContext, 'facts' | 'images' | 'allow' | 'release'>,
): TargetPlan {
  const { id, options } = target;
  const base = baseDefinition(options, facts.sources[id], { running: null, taskDefinitions: {} });
  if (base === null) throw new TypeError(`the facts say nothing about the task definition of ${id}`);
  const { latest, described } = latestOf(String(base.definition.family), facts);
  const { chosen, untagged, readable } = wantedRevision(target, base.definition, images);
  const current = described === undefined ? null : toRegisterInput(described);
  const tag = [...chosen.values()][0]?.tag ?? '';
  const same = current !== null && sameTaskDefinition(current, untagged);
  const version = versionChange(id, {
    from: described === undefined ? null : provenanceOf(described.tags).release,
    to: tag,
    allowDowngrade: allow.downgrade,
  });
  const definition = withProvenance(untagged, provenanceFor(target, tag, release));
  assertLimits(id, definition);
  const equal = same ? null : equalRevision(definition, facts);
  return {
    ...withoutService(target),
    action: same ? 'none' : 'register',
    running: latest,
    equal,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [...chosen.values()],
    changes: definitionChanges({ running: current, other: null, result: readable }),
    references: Object.fromEntries([...chosen].map(([container, { reference }]) => [container, reference as Json])),
    version,
    express: null,
    wrong: same
      ? null
      : wrongDefinition(target, {
          definition,
          accepted: current,
          misfits: base.problems,
          images: [...chosen.values()],
          onFargate: launchOf(settingsOf(options)).launchType === 'FARGATE',
        }),
    notes: [
      ...leftOutNotes(target),
      ...unusedNotes(target),
      ...(same ? [noteOf(target, `job ${target.service} is ${tag} (${revisionName(latest ?? '')}) already`)] : []),
      ...equalNotes(target, equal),
    ],
    warnings: [
      ...placeholderWarnings(target, base),
      ...(same ? [] : definitionWarnings(target, { name: base.name ?? '', definition })),
    ],
  };
}

/** Hands a job's revision of before on to what follows it; one that was deregistered is registered again from its content. */
export function planJobRevision(
  target: JobTarget,
  { facts, chosen, allow }: Omit<RevisionContext, 'asked'>,
): TargetPlan {
  const { revision, release, intent } = chosen;
  const wanted = Object.entries(facts.taskDefinitions).find(([arn]) => revisionName(arn) === revision);
  if (wanted === undefined) throw new TypeError(`the facts say nothing about ${revision}`);
  const [arn, found] = wanted;
  const { latest, described } = latestOf(familyOf(arn), facts);
  const definition = withOrigin(toRegisterInput(found), revision);
  const inactive = found.taskDefinition.status !== 'ACTIVE';
  const equal = inactive ? equalRevision(definition, facts) : arn;
  const from = described === undefined ? null : provenanceOf(described.tags).release;
  const to = release ?? provenanceOf(found.tags).release;
  const how = equal === null ? 'was deregistered, and is registered again with its own content' : 'is there already';
  return {
    ...withoutService(target),
    action: 'register',
    running: latest,
    equal,
    definition,
    definitionKey: taskDefinitionKey(definition),
    images: [],
    changes: definitionChanges({
      running: described === undefined ? null : toRegisterInput(described),
      other: null,
      result: definition,
    }),
    references: {},
    version: versionChange(target.id, {
      from,
      to: to ?? revision,
      allowDowngrade: intent === 'rollback' || allow.downgrade,
    }),
    express: null,
    wrong: null,
    notes: [noteOf(target, `job ${target.service} gets ${revision}, which ${how}; nothing is built`)],
    warnings: [],
  };
}

function latestOf(family: string, { revisions, taskDefinitions }: EcsFacts) {
  const latest = revisions[family]?.[0] ?? null;
  return { latest, described: latest === null ? undefined : taskDefinitions[latest] };
}

/** What a job has none of. */
function withoutService(target: JobTarget) {
  const { onFailure = 'rollback' } = target.options;
  const options: EcsOptions = { ...target.options, service: '', onFailure };
  return {
    target,
    deployment: null,
    waitsFor: null,
    stops: [],
    settings: { send: {}, before: {}, back: {}, fixed: [], startsDeployment: false },
    policy: rolloutPolicy(options, serviceFacts({} as Service)),
    wrongSettings: [],
  } as const;
}

/** Settings that only a service has; those of its defaults may be among them. */
function unusedNotes(target: JobTarget): readonly Note[] {
  const settings = settingsOf(target.options);
  const used = launchOf(settings);
  const unused = Object.keys(settings).filter((member) => !(member in used));
  if (unused.length === 0) return [];
  return [
    noteOf(
      target,
      `ecs.settings: ${unused.join(', ')} ${unused.length === 1 ? 'is' : 'are'} for a service, and a job has none`,
    ),
  ];
}

function noteOf({ id }: JobTarget, text: string): Note {
  return { targets: [id], label: id, text };
}
