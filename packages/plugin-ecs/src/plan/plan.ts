import { sessionStepId } from '@funade/aws';
import {
  type Artifact,
  emptyFragment,
  type Note,
  type PlanFragment,
  type PluginRequest,
  type Step,
  type TargetId,
} from '@funade/core';
import { serviceClaimedTwice } from '../model/errors.ts';
import type { EcsFacts } from '../model/facts.ts';
import type { EcsOptions } from '../options/options.ts';
import { planPlatforms } from './plan-platforms.ts';
import { planRegisterStep, planRollbackSteps, planSteps } from './plan-steps.ts';
import { planTarget, type TargetPlan } from './plan-target.ts';

/**
 * The steps that bring every target to its new images, and back. Touches nothing.
 *
 * A target whose definition would not change gets no step and a note. A definition that several targets share is
 * registered once, by the first of them; one that an active revision equals is not registered.
 * @throws `SERVICE_CLAIMED_TWICE`, `CONTROLLER_NOT_SUPPORTED`, `ECS_NO_IMAGE`, `UNKNOWN_CONTAINER`, `DOWNGRADE`,
 * `SERVICE_NOT_CREATABLE`, `SETTINGS_FIXED`, `TASK_DEFINITION_REFUSED`, `IMAGE_PLATFORM_MISMATCH`
 */
export function plan(request: PluginRequest<EcsOptions>, facts: EcsFacts, upstream: readonly Artifact[]): PlanFragment {
  assertOneTargetPerService(request.targets);
  const images = Map.groupBy(upstream, ({ target }) => target);
  const targets = request.targets.map((target) =>
    planTarget(target, {
      facts,
      images: images.get(target.id) ?? [],
      allow: request.allow,
      release: request.release,
    }),
  );
  const changed = targets.filter(({ action }) => action !== 'none');
  const session = sessionStepId(request.environment.name);
  const together = takingAllBack(changed);
  const platforms = planPlatforms(changed.filter(getsRevision), request.environment.name);
  return {
    ...emptyFragment,
    steps: [...platforms.steps, ...stepsOf(changed, session)],
    gates: platforms.gates,
    rollback: changed.flatMap((target) => planRollbackSteps(target, session)),
    notes: [...targets.flatMap(({ notes }) => notes), ...together.map(togetherNote)],
    warnings: targets.flatMap(({ warnings }) => warnings),
    versions: targets.map(({ version }) => version),
    ...(together.length === 0 ? {} : { rollbackAll: together }),
  };
}

/** Targets that take all others back when they fail, where there are others. */
function takingAllBack(changed: readonly TargetPlan[]): readonly TargetId[] {
  if (changed.length < 2) return [];
  return changed.flatMap(({ target: { id, options } }) => (options.onFailure === 'rollback-all' ? [id] : []));
}

function togetherNote(target: TargetId): Note {
  return {
    subject: { type: 'service', name: target },
    text: `when ${target} fails, nothing more is deployed and every target of the run is taken back`,
  };
}

function getsRevision({ action }: TargetPlan): boolean {
  return action === 'deploy' || action === 'create';
}

function stepsOf(targets: readonly TargetPlan[], session: Step['id']): readonly Step[] {
  const registering = targets.filter((target) => getsRevision(target) && target.equal === null);
  const sharing = Map.groupBy(registering, ({ definitionKey }) => definitionKey);
  const registers = new Map<string, Step>();
  return targets.flatMap((target) => {
    const { definitionKey: key } = target;
    const [first, ...rest] = registering.includes(target) ? (sharing.get(key) ?? []) : [];
    if (first === undefined) return planSteps(target, { session, register: null });
    const register = registers.get(key) ?? planRegisterStep([first, ...rest], session);
    registers.set(key, register);
    const own = planSteps(target, { session, register });
    return target === first ? [register, ...own] : own;
  });
}

function assertOneTargetPerService(targets: PluginRequest<EcsOptions>['targets']): void {
  const claims = new Map<string, TargetId>();
  for (const { id, options } of targets) {
    const place = JSON.stringify([options.cluster, options.service]);
    const first = claims.get(place);
    if (first !== undefined) throw serviceClaimedTwice(options, [first, id]);
    claims.set(place, id);
  }
}
