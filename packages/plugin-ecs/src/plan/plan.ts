import { sessionStepId } from '@funade/aws';
import {
  type Artifact,
  artifactsOf,
  emptyFragment,
  type FailurePolicy,
  type Note,
  type PlanFragment,
  type PluginRequest,
  type RevisionArtifact,
  ref,
  type Step,
  type TargetId,
} from '@funade/core';
import { requestsInvalid } from '../model/definition-errors.ts';
import { serviceClaimedTwice } from '../model/errors.ts';
import type { EcsFacts } from '../model/facts.ts';
import { familyOf } from '../model/revision-name.ts';
import { stopOfJob } from '../model/stop-errors.ts';
import { isService } from '../options/jobs.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { planJob, planJobRevision } from './plan-job.ts';
import { planPlatforms } from './plan-platforms.ts';
import { planRevision } from './plan-revision.ts';
import { planRollbackSteps } from './plan-rollback-steps.ts';
import { servingProof } from './plan-rollout-steps.ts';
import { planScaling, type ScalingPlan, scalingSteps } from './plan-scaling.ts';
import { planRegisterStep, planSteps } from './plan-steps.ts';
import { rolloutStops } from './plan-stops.ts';
import { planTarget, registers, type TargetPlan } from './plan-target.ts';
import { runsOf } from './runs-of.ts';
import { expressStepId } from './step-parts.ts';
import { tasksOf } from './tasks-of.ts';

/**
 * The steps that bring every target to its new images, and back. Touches nothing.
 *
 * A target whose definition would not change gets no step and a note. A definition that several targets share is
 * registered once, by the first of them; one that an active revision equals is not registered.
 * @throws `SERVICE_CLAIMED_TWICE`, `CONTROLLER_NOT_SUPPORTED`, `ECS_NO_IMAGE`, `UNKNOWN_CONTAINER`, `DOWNGRADE`,
 * `ORDER_UNKNOWN`, `SERVICE_NOT_CREATABLE`, `SETTINGS_FIXED`, `TASK_DEFINITION_REFUSED`, `TASK_DEFINITION_INVALID`, `IMAGE_PLATFORM_MISMATCH`,
 * `ROLLBACK_WHILE_DEPLOYING`, `TASKS_INVALID`
 */
export function plan(
  request: PluginRequest<EcsTargetOptions>,
  facts: EcsFacts,
  upstream: readonly Artifact[],
): PlanFragment {
  assertOneTargetPerService(request.targets);
  const images = Map.groupBy(artifactsOf(upstream, 'image'), ({ target }) => target);
  const { allow, release, environment, lineage = {}, revisions, until, stops = {} } = request;
  const targets = request.targets.map((target) => {
    const chosen = revisions?.[target.id];
    const asked = stops[target.id] ?? [];
    if (!isService(target)) {
      if (asked[0] !== undefined && chosen === undefined) throw stopOfJob(target.id, asked[0]);
      if (chosen !== undefined) return planJobRevision(target, { facts, chosen, allow });
      return planJob(target, { facts, images: images.get(target.id) ?? [], allow, release });
    }
    if (chosen !== undefined) return planRevision(target, { facts, chosen, allow, until, asked });
    const known = lineage[target.id];
    return planTarget(target, {
      facts,
      images: images.get(target.id) ?? [],
      allow,
      release,
      ...(known === undefined ? {} : { lineage: known }),
      strict: environment.order === 'strict',
      until,
      asked,
    });
  });
  const session = sessionStepId(request.environment.name);
  const scalings =
    revisions === undefined ? request.targets.filter(isService).map((one) => planScaling(one, facts)) : [];
  if (request.faulty !== true) refuseWrong(targets, scalings);
  const changed = targets.filter(({ action }) => action !== 'none');
  const together = takingAllBack(changed);
  const registrations = planRegistrations(changed, session);
  const platforms = planPlatforms(changed.filter(getsRevision), request.environment.name);
  const artifacts = targets.map((target) => revisionOf(target, { facts, registrations }));
  const tasks = tasksOf(targets, artifacts, { request, facts, session });
  const own = stepsOf(changed, { session, registrations });
  return {
    ...emptyFragment,
    steps: [...platforms, ...own, ...scalingSteps(scalings, { session, own }), ...tasks.steps],
    rollback: changed.flatMap((target) => planRollbackSteps(target, session)),
    notes: [
      ...targets.flatMap(({ notes }) => notes),
      ...scalings.flatMap(({ notes }) => notes),
      ...tasks.notes,
      ...together.map(togetherNote),
    ],
    warnings: [...targets.flatMap(({ warnings }) => warnings), ...tasks.warnings],
    versions: targets.map(({ version }) => version),
    artifacts,
    onFailure: policiesOf(changed, new Set(together)),
    waitsFor: targets.flatMap(({ target: { id }, waitsFor }) =>
      waitsFor === null ? [] : [{ target: id, occupant: waitsFor }],
    ),
  };
}

/** Throws `TASK_DEFINITION_INVALID` and `SETTINGS_INVALID`: everything that ECS would reject of all targets at once. */
function refuseWrong(targets: readonly TargetPlan[], scalings: readonly ScalingPlan[]): void {
  const definitions = targets.flatMap(({ wrong }) => wrong ?? []);
  const settings = targets.flatMap(({ target: { id }, wrongSettings }) =>
    wrongSettings.length === 0 ? [] : [{ target: id, problems: wrongSettings }],
  );
  const limits = scalings.flatMap(({ target: { id }, problems }) =>
    problems.length === 0 ? [] : [{ target: id, problems }],
  );
  const error = requestsInvalid(definitions, [...settings, ...limits]);
  if (error !== null) throw error;
}

/** Targets that take all others back when they fail, where there are others. */
function takingAllBack(changed: readonly TargetPlan[]): readonly TargetId[] {
  if (changed.length < 2) return [];
  return changed.flatMap(({ target: { id, options } }) => (options.onFailure === 'rollback-all' ? [id] : []));
}

function togetherNote(target: TargetId): Note {
  return {
    targets: [target],
    label: target,
    text: `when ${target} fails, nothing more is deployed and every target of the run is rolled back`,
  };
}

function getsRevision({ action }: TargetPlan): boolean {
  return action === 'deploy' || action === 'create' || action === 'register';
}

/** The steps that register, by the key of what they register: equal definitions are registered once. */
type Registrations = ReadonlyMap<string, Step>;

function planRegistrations(targets: readonly TargetPlan[], session: Step['id']): Registrations {
  const registering = targets.filter((target) => getsRevision(target) && target.equal === null && registers(target));
  const byKey = Map.groupBy(registering, ({ definitionKey }) => definitionKey);
  return new Map(
    [...byKey].flatMap(([key, [first, ...others]]) => {
      if (first === undefined) return [];
      return [[key, planRegisterStep([first, ...others], session)] as const];
    }),
  );
}

function stepsOf(
  targets: readonly TargetPlan[],
  { session, registrations }: { readonly session: Step['id']; readonly registrations: Registrations },
): readonly Step[] {
  const planned = new Set<string>();
  return targets.flatMap((target) => {
    const register = registrationOf(target, registrations);
    const own = planSteps(target, { session, register });
    if (register === null || planned.has(register.id)) return own;
    planned.add(register.id);
    return [register, ...own];
  });
}

function registrationOf(target: TargetPlan, registrations: Registrations): Step | null {
  if (!getsRevision(target) || target.equal !== null || !registers(target)) return null;
  return registrations.get(target.definitionKey) ?? null;
}

/** The revision that a target runs in the end, for plugins whose steps follow it. */
function revisionOf(
  plan: TargetPlan,
  { facts, registrations }: { readonly facts: EcsFacts; readonly registrations: Registrations },
): RevisionArtifact & { readonly type: 'revision' } {
  const { target, running, equal } = plan;
  const register = registrationOf(plan, registrations);
  const existing = getsRevision(plan) ? (equal ?? running) : running;
  const made = getsRevision(plan) && !registers(plan) ? expressStepId(plan) : null;
  return {
    type: 'revision',
    target: target.id,
    taskDefinition:
      register !== null
        ? ref<string>(register.id, 'taskDefinitionArn')
        : made !== null
          ? ref<string>(made, 'taskDefinition')
          : (existing ?? ''),
    family: register === null && existing !== null ? familyOf(existing) : String(plan.definition.family ?? ''),
    running,
    changed: getsRevision(plan),
    ...servingProof(plan),
    ...stopsOf(plan),
    runs: runsOf(plan.target, plan.definition, facts),
  };
}

/** Where steps of other plugins may stand within the rollout. */
function stopsOf({ target, stops, policy }: TargetPlan): Pick<RevisionArtifact, 'stops'> {
  if (stops.length === 0) return {};
  return { stops: rolloutStops(target, { stops, rollsBack: policy.onFailure === 'rollback' }) };
}

/** What becomes of a target whose rollout is done and that fails afterwards: the same as when its rollout fails. */
function policiesOf(
  targets: readonly TargetPlan[],
  together: ReadonlySet<TargetId>,
): Readonly<Record<TargetId, FailurePolicy>> {
  return Object.fromEntries(
    targets.flatMap(({ target: { id }, policy }): [TargetId, FailurePolicy][] => {
      if (together.has(id)) return [[id, 'rollback-all']];
      return policy.onFailure === 'rollback' ? [[id, 'rollback']] : [];
    }),
  );
}

function assertOneTargetPerService(targets: PluginRequest<EcsTargetOptions>['targets']): void {
  const claims = new Map<string, TargetId>();
  for (const { id, options } of targets.filter(isService)) {
    const place = JSON.stringify([options.cluster, options.service]);
    const first = claims.get(place);
    if (first !== undefined) throw serviceClaimedTwice(options, [first, id]);
    claims.set(place, id);
  }
}
