import { diffJson, type Json, type JsonObject, refsIn, type Step, type StepId } from '@funade/core';
import { revisionName } from '../model/revision-name.ts';
import { busyText } from '../rollout/rollout-policy.ts';
import { mustForce } from '../service/service-settings.ts';
import { rolloutSteps } from './plan-rollout-steps.ts';
import type { TargetPlan } from './plan-target.ts';
import {
  identify,
  newRevisionName,
  output,
  placeOf,
  replacedBy,
  settingsIn,
  startsDeployment,
  turnOf,
} from './step-parts.ts';

/** The steps that the steps of a target stand on. */
export interface StepBase {
  /** Proves who we are. */
  readonly session: StepId;
  /** Registers the revision; null when one that is there is deployed. */
  readonly register: Step | null;
}

/** Registers the new revision of one or several targets. */
export function planRegisterStep(plans: readonly [TargetPlan, ...TargetPlan[]], session: StepId): Step {
  const [{ target, definition, changes }] = plans;
  return {
    ...identify('ecs.register-task-definition', target.id),
    phase: 'register',
    targets: plans.map((plan) => plan.target.id),
    title: `register task definition ${String(definition.family)}`,
    input: {
      definition,
      services: plans
        .filter(({ action }) => action !== 'register')
        .map((plan) => ({ ...placeOf(plan), replaces: replacedBy(plan) })),
    },
    needs: [session, ...new Set(refsIn(definition).map(({ $ref }) => $ref[0]))],
    after: [],
    changes,
  };
}

/** Updates the service and waits for the rollout. */
export function planSteps(plan: TargetPlan, { session, register }: StepBase): readonly Step[] {
  const { target, action, running, equal } = plan;
  if (action === 'register') return [];
  if (plan.express !== null && (action === 'deploy' || action === 'create')) {
    const step = expressStep(plan, { session, register });
    return [step, ...rolloutSteps(plan, { session, update: step })];
  }
  if (running === null) return planCreationSteps(plan, { session, register });
  const revision = { path: 'taskDefinition', from: revisionName(running), to: newRevisionName(plan) };
  const taskDefinition: Json = register === null ? (equal ?? running) : output(register.id, 'taskDefinitionArn');
  const update: Step = {
    ...identify('ecs.update-service', target.id),
    title:
      action === 'watch'
        ? `find the rollout of service ${target.options.service}`
        : `update service ${target.options.service}${busyText(plan.policy)}`,
    input: {
      ...placeOf(plan),
      taskDefinition,
      ...(action === 'redeploy' || mustForce(plan.settings.send) ? { forceNewDeployment: true } : {}),
      ...settingsIn(plan.settings.send),
      replaces: replacedBy(plan),
      ...turnOf(plan),
    },
    needs: register === null ? [session] : [session, register.id],
    after: [],
    // What a revision changes is told where it is registered, and here where it is there already.
    changes: [
      ...(action === 'deploy' ? [revision, ...(equal === null ? [] : plan.changes)] : []),
      ...diffJson(plan.settings.before, plan.settings.send),
      ...(mustForce(plan.settings.send) ? [{ path: 'forceNewDeployment', from: null, to: true }] : []),
    ],
  };
  return startsDeployment(plan) ? [update, ...rolloutSteps(plan, { session, update })] : [update];
}

/** Makes or updates a service of Express Mode. */
function expressStep(plan: TargetPlan, { session, register }: StepBase): Step {
  const { target, running, equal, express } = plan;
  const { arn = null, members = {}, container = null } = express ?? {};
  const taskDefinition: Json =
    container !== null ? null : register === null ? (equal ?? running) : output(register.id, 'taskDefinitionArn');
  const { service } = target.options;
  const written = { ...placeOf(plan), taskDefinition, container, members };
  const sent: JsonObject =
    arn === null ? written : { ...written, serviceArn: arn, replaces: replacedBy(plan), ...turnOf(plan) };
  const revision = {
    path: 'taskDefinition',
    from: running === null ? null : revisionName(running),
    to: container === null ? newRevisionName(plan) : 'a new revision that ECS registers',
  };
  return {
    ...identify(arn === null ? 'ecs.create-express-service' : 'ecs.update-express-service', target.id),
    title:
      arn === null ? `create Express service ${service}` : `update Express service ${service}${busyText(plan.policy)}`,
    input: sent,
    needs: [
      ...new Set([session, ...(register === null ? [] : [register.id]), ...refsIn(sent).map(({ $ref }) => $ref[0])]),
    ],
    after: [],
    // What a revision changes is told where it is registered.
    changes: [revision, ...(register === null ? plan.changes : (express?.changes ?? []))],
  };
}

/** Creates the service and waits for its first rollout. */
function planCreationSteps(plan: TargetPlan, { session, register }: StepBase): readonly Step[] {
  const { target, equal, settings, changes } = plan;
  const { cluster, service } = placeOf(plan);
  const taskDefinition: Json = register === null ? equal : output(register.id, 'taskDefinitionArn');
  const create: Step = {
    ...identify('ecs.create-service', target.id),
    title: `create service ${service}`,
    input: { cluster, service, taskDefinition, settings: settings.send },
    needs: register === null ? [session] : [session, register.id],
    after: [],
    changes: [
      { path: 'taskDefinition', from: null, to: newRevisionName(plan) },
      ...(equal === null ? [] : changes),
      ...diffJson({}, settings.send),
    ],
  };
  return [create, ...rolloutSteps(plan, { session, update: create })];
}
