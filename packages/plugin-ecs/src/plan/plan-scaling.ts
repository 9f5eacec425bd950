import { isJsonObject, type Json, type JsonObject, type Note, type PluginTarget, type Step } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { type Scaling, type ScalingChange, sameScaling, scalingAfter, scalingChanges } from '../model/scaling.ts';
import type { EcsOptions } from '../options/options.ts';
import { autoscalingOf } from '../options/settings-options.ts';
import type { SettingsProblem } from '../settings-rules/settings-problems.ts';

/** What is to happen with the scaling of one service. */
export interface ScalingPlan {
  readonly target: PluginTarget<EcsOptions>;
  /** Null: nothing scales the service yet. */
  readonly before: Scaling | null;
  /** Null: nothing is to change. */
  readonly change: ScalingChange | null;
  readonly problems: readonly SettingsProblem[];
  readonly notes: readonly Note[];
}

/** Application Auto Scaling where nobody has said anything. */
const unscaled: Scaling = { min: 0, max: 0, suspended: { in: false, out: false, scheduled: false } };

/** Compares what a config writes about scaling with what there is. */
export function planScaling(target: PluginTarget<EcsOptions>, { services }: EcsFacts): ScalingPlan {
  const { id, options } = target;
  const written = autoscalingOf(options);
  const before = services[id]?.scaling ?? null;
  const none = { target, before, change: null, problems: [], notes: [] };
  if (written === null) return none;
  const wanted = changeOf(written);
  const problems = [...wanted.problems, ...limitProblems(wanted.change, before)];
  if (problems.length > 0) return { ...none, problems };
  const after = scalingAfter(before ?? unscaled, wanted.change);
  const counted = options.settings?.desiredCount !== undefined && services[id] !== null;
  const text = 'ecs.settings.desiredCount is for its creation only: ecs.settings.autoscaling says what keeps its count';
  return {
    ...none,
    change: before !== null && sameScaling(before, after) ? null : wanted.change,
    notes: counted ? [{ targets: [id], label: id, text }] : [],
  };
}

/** The steps that change the scaling of services, each after the rollout of its service, whose count it may change. */
export function scalingSteps(
  plans: readonly ScalingPlan[],
  { session, own }: { readonly session: Step['id']; readonly own: readonly Step[] },
): readonly Step[] {
  return plans.flatMap(({ target: { id, options }, before, change }) => {
    if (change === null) return [];
    const rollout = own.filter(({ phase, targets }) => phase === 'rollout' && targets.includes(id));
    const { cluster, service } = options;
    return [
      {
        id: `ecs.register-scalable-target:${id}`,
        kind: 'ecs.register-scalable-target',
        phase: 'rollout' as const,
        targets: [id],
        label: id,
        title: `change the scaling of service ${service}`,
        input: { cluster, service, change, from: before } as unknown as JsonObject,
        needs: [session, ...rollout.map((step) => step.id)],
        after: [],
        changes: scalingChanges(before, scalingAfter(before ?? unscaled, change)),
      },
    ];
  });
}

interface Wanted {
  readonly change: ScalingChange;
  readonly problems: readonly SettingsProblem[];
}

function changeOf({ min, max, suspended }: JsonObject): Wanted {
  const problems: SettingsProblem[] = [];
  const count = (name: 'min' | 'max', value: Json | undefined): Partial<Record<'min' | 'max', number>> => {
    if (value === undefined) return {};
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return { [name]: value };
    problems.push({ path: `autoscaling.${name}`, message: `${JSON.stringify(value)} is no number of tasks` });
    return {};
  };
  const flag = (path: string, value: Json | undefined): boolean | undefined => {
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    problems.push({ path, message: `${JSON.stringify(value)} is neither true nor false` });
    return undefined;
  };
  const ways = ['in', 'out', 'scheduled'] as const;
  const flagsOf = (): readonly (readonly [(typeof ways)[number], boolean | undefined])[] => {
    if (isJsonObject(suspended)) return ways.map((way) => [way, flag(`autoscaling.suspended.${way}`, suspended[way])]);
    const all = flag('autoscaling.suspended', suspended);
    return ways.map((way) => [way, all]);
  };
  const known = Object.fromEntries(flagsOf().filter(([, value]) => value !== undefined));
  const unknown = isJsonObject(suspended)
    ? Object.keys(suspended).filter((way) => !ways.some((each) => each === way))
    : [];
  for (const way of unknown)
    problems.push({ path: `autoscaling.suspended.${way}`, message: 'expected in, out or scheduled' });
  const change = {
    ...count('min', min),
    ...count('max', max),
    ...(suspended === undefined ? {} : { suspended: known }),
  };
  return { change, problems };
}

function limitProblems({ min, max }: ScalingChange, before: Scaling | null): readonly SettingsProblem[] {
  if (before === null && (min === undefined || max === undefined)) {
    const message = 'it needs min and max, as Application Auto Scaling does not scale the service yet';
    return [{ path: 'autoscaling', message }];
  }
  const [least = 0, most = 0] = [min ?? before?.min, max ?? before?.max];
  return least <= most ? [] : [{ path: 'autoscaling', message: `min ${least} is above max ${most}` }];
}
