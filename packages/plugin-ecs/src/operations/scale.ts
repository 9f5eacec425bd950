import type { Service } from '@aws-sdk/client-ecs';
import { sessionStepId } from '@funade/aws';
import type {
  Change,
  JsonObject,
  Note,
  OperationFragment,
  OperationRequest,
  PluginTarget,
  RunContext,
  ScaleWanted,
  Step,
  TargetId,
  Warning,
} from '@funade/core';
import { z } from 'zod';
import type { Ecs } from '../api/ecs-client.ts';
import { formatDuration } from '../model/duration.ts';
import { notScalable, type ScalePlace, serviceAutoscaled, serviceNotAutoscaled } from '../model/scale-errors.ts';
import {
  isSuspended,
  type Scaling,
  type ScalingChange,
  sameScaling,
  scaling,
  scalingAfter,
  scalingChanges,
} from '../model/scaling.ts';
import { readScaling } from '../observe/observe-scaling.ts';
import type { EcsOptions } from '../options/options.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { serviceFacts } from '../service/service-facts.ts';
import { placeKey, readServices } from './read-standing.ts';

/** What scaling a target is planned from. */
export const scaleFacts = z.strictObject({
  /** Null: there is no such service. */
  desired: z.number().nullable(),
  daemon: z.boolean(),
  /** Null: Application Auto Scaling does not scale it, as far as the caller may ask. */
  scaling: scaling.nullable(),
  allowed: z.boolean(),
  budgetSeconds: z.number(),
});

export type ScaleFacts = z.output<typeof scaleFacts>;

/** Reads how many tasks services are to run, and what scales them. */
export async function observeScale(
  ecs: Ecs,
  targets: readonly PluginTarget<EcsOptions>[],
  context: RunContext,
): Promise<Readonly<Record<TargetId, ScaleFacts>>> {
  const services = await readServices(ecs, targets, context);
  const { found, allowed } = await readScaling(
    targets.map(({ options }) => options),
    context,
  );
  return Object.fromEntries(
    targets.map(({ id, options }) => {
      const service = services.get(placeKey(options)) ?? null;
      const scaled = found.get(options) ?? null;
      return [id, { ...countsOf(service), scaling: scaled, allowed, budgetSeconds: budgetOf(options, service) }];
    }),
  );
}

function countsOf(service: Service | null): Pick<ScaleFacts, 'desired' | 'daemon'> {
  if (service?.status !== 'ACTIVE') return { desired: null, daemon: false };
  return { desired: service.desiredCount ?? 0, daemon: service.schedulingStrategy === 'DAEMON' };
}

function budgetOf(options: EcsOptions, service: Service | null): number {
  return service === null ? 900 : rolloutPolicy(options, serviceFacts(service)).steadySeconds;
}

/**
 * The steps that make targets run as many tasks as is wanted. Touches nothing. Throws `SCALE_NOT_POSSIBLE`,
 * `SERVICE_AUTOSCALED` and `SERVICE_NOT_AUTOSCALED`.
 */
export function planScale(
  { environment, targets, scale = {} }: OperationRequest<EcsOptions>,
  facts: Readonly<Record<TargetId, ScaleFacts>>,
): OperationFragment {
  const plans = targets.flatMap((target) => {
    const wanted = scale[target.id];
    const known = facts[target.id];
    if (wanted === undefined || known === undefined) return [];
    const place = { target: target.id, service: target.service, environment: environment.name };
    return [planTarget(target, { wanted, known, place })];
  });
  const session = sessionStepId(environment.name);
  return {
    steps: plans.flatMap(({ steps }) => steps.map((step) => ({ ...step, needs: [session, ...step.needs] }))),
    notes: plans.flatMap(({ notes }) => notes),
    warnings: plans.flatMap(({ warnings }) => warnings),
  };
}

interface Scaled {
  readonly wanted: ScaleWanted;
  readonly known: ScaleFacts;
  readonly place: ScalePlace;
}

function planTarget(target: PluginTarget<EcsOptions>, { wanted, known, place }: Scaled): OperationFragment {
  const { desired, daemon, scaling: before, allowed } = known;
  if (desired === null) throw notScalable(place, 'there is no such service');
  if (daemon) throw notScalable(place, 'a daemon runs one task on each container instance');
  if (wanted.type === 'count') return planCount(target, { count: wanted.count, desired, known, place });
  if (before === null) throw serviceNotAutoscaled(place, allowed);
  const { suspended } = wanted.type === 'suspension' ? wanted : { suspended: null };
  const change: ScalingChange =
    wanted.type === 'range'
      ? { min: wanted.min, max: wanted.max }
      : { suspended: { in: suspended === true, out: suspended === true, scheduled: suspended === true } };
  const after = scalingAfter(before, change);
  if (sameScaling(before, after)) return nothing(target.id, 'its scaling is as wanted already');
  return planLimits(target, { change, before, after, desired, budgetSeconds: known.budgetSeconds });
}

function planCount(
  target: PluginTarget<EcsOptions>,
  { count, desired, known, place }: { readonly count: number; readonly desired: number } & Omit<Scaled, 'wanted'>,
): OperationFragment {
  const { scaling: scaled, allowed, budgetSeconds } = known;
  if (scaled !== null && !isSuspended(scaled)) throw serviceAutoscaled(place, scaled, count);
  if (count === desired) return nothing(target.id, `it is to run ${count} tasks already`);
  const set = stepOf('ecs.set-desired-count', target, {
    title: `scale service ${target.options.service} to ${count} tasks`,
    input: { ...placeOf(target), desiredCount: count, from: desired },
    changes: [{ path: 'desiredCount', from: desired, to: count }],
  });
  const outside = scaled !== null && (count < scaled.min || count > scaled.max);
  return {
    steps: [set, waitStep(target, { min: count, max: count, budgetSeconds, after: set.id })],
    notes: [],
    warnings: [
      ...(outside
        ? [
            warning(
              target.id,
              'COUNT_OUT_OF_LIMITS',
              `${count} is not between ${scaled.min} and ${scaled.max}: once scaling is resumed, it is drawn between them`,
            ),
          ]
        : []),
      ...(allowed
        ? []
        : [
            warning(
              target.id,
              'SCALING_UNKNOWN',
              'whether Application Auto Scaling scales it, too, needs application-autoscaling:DescribeScalableTargets',
            ),
          ]),
    ],
  };
}

interface Limits {
  readonly change: ScalingChange;
  readonly before: Scaling;
  readonly after: Scaling;
  readonly desired: number;
  readonly budgetSeconds: number;
}

function planLimits(
  target: PluginTarget<EcsOptions>,
  { change, before, after, desired, budgetSeconds }: Limits,
): OperationFragment {
  const drawn = Math.max(after.min, Math.min(after.max, desired));
  const register = stepOf('ecs.register-scalable-target', target, {
    title: `change the scaling of service ${target.options.service}`,
    input: { ...placeOf(target), change, from: before } as unknown as JsonObject,
    changes: scalingChanges(before, after),
  });
  return {
    steps: [register, waitStep(target, { min: after.min, max: after.max, budgetSeconds, after: register.id })],
    notes: [],
    warnings:
      drawn === desired
        ? []
        : [warning(target.id, 'COUNT_DRAWN', `it is to run ${desired} tasks, and will be drawn to ${drawn}`)],
  };
}

function nothing(target: TargetId, text: string): OperationFragment {
  const note: Note = { targets: [target], label: target, text };
  return { steps: [], notes: [note], warnings: [] };
}

function warning(target: TargetId, code: string, message: string): Warning {
  return { code, targets: [target], label: target, message };
}

function waitStep(
  target: PluginTarget<EcsOptions>,
  {
    min,
    max,
    budgetSeconds,
    after,
  }: Readonly<Record<'min' | 'max' | 'budgetSeconds', number>> & { readonly after: Step['id'] },
): Step {
  const wait = stepOf('ecs.wait-for-count', target, {
    title: `wait for ${target.options.service} (up to ${formatDuration(budgetSeconds)})`,
    input: { ...placeOf(target), min, max, budgetSeconds },
    changes: [],
  });
  return { ...wait, needs: [after] };
}

function stepOf(
  kind: string,
  { id }: PluginTarget<EcsOptions>,
  rest: { readonly title: string; readonly input: JsonObject; readonly changes: readonly Change[] },
): Step {
  const stands = { phase: 'rollout', targets: [id], label: id } as const;
  return { id: `${kind}:${id}`, kind, ...stands, needs: [], after: [], ...rest };
}

function placeOf({ options }: PluginTarget<EcsOptions>): { readonly cluster: string; readonly service: string } {
  return { cluster: options.cluster, service: options.service };
}
