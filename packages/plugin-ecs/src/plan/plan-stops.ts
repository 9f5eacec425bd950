import type { AskedStop, PluginTarget, RolloutStop, TargetId } from '@funade/core';
import type { EcsFacts, ServiceFacts } from '../model/facts.ts';
import { hasPassed, lifecycleStages } from '../model/lifecycle-stage.ts';
import { stopImpossible, stopNotPaused, stopUnknown } from '../model/stop-errors.ts';
import { isStopStage, type StopStage } from '../model/stop-stage.ts';
import { isStage, type WaitUntil } from '../model/wait-until.ts';
import type { EcsOptions } from '../options/options.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';

/** A stop of a target's rollout. */
export interface PlannedStop {
  readonly stage: StopStage;
  /** How long the rollout may take until then. */
  readonly budgetSeconds: number;
  /** Whether another plugin does something there, and not only elsewhere for another release. */
  readonly used: boolean;
}

/** What stops are planned from. */
interface StopFacts {
  readonly asked: readonly AskedStop[];
  /** As it will be once the settings of the plan hold. */
  readonly service: ServiceFacts;
  /** How far the rollout is waited for: stops behind that are left out. */
  readonly until: WaitUntil;
  readonly deregistration: EcsFacts['deregistration'];
}

/**
 * Where the rollout of a target stops, in the order of the stages. ECS only waits where a PAUSE hook makes it wait.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
 *
 * @throws `STOP_UNKNOWN`, `STOP_IMPOSSIBLE`, `STOP_NOT_PAUSED`
 */
export function planStops(target: PluginTarget<EcsOptions>, { asked, ...facts }: StopFacts): readonly PlannedStop[] {
  for (const stop of asked) assertStop(target, stop, facts.service);
  return stopsAt(target, { asked, ...facts }).map((stop) => ({ ...stop, used: true }));
}

/** The same for a release that goes back, where nothing is done at stops: those that the service does not have are left out. */
export function planPassedStops(
  target: PluginTarget<EcsOptions>,
  { asked, ...facts }: StopFacts,
): readonly PlannedStop[] {
  const { strategy, pauses = [] } = facts.service;
  const there = strategy === undefined ? [] : asked.filter(({ stage }) => pauses.includes(stage));
  return stopsAt(target, { asked: there, ...facts }).map((stop) => ({ ...stop, used: false }));
}

function stopsAt(
  { options }: PluginTarget<EcsOptions>,
  { asked, service, until, deregistration }: StopFacts,
): readonly Omit<PlannedStop, 'used'>[] {
  const stages = new Set(asked.map(({ stage }) => stage).filter(isStopStage));
  return lifecycleStages
    .filter(isStopStage)
    .filter((stage) => stages.has(stage) && isBefore(stage, until))
    .map((stage) => ({
      stage,
      budgetSeconds: rolloutPolicy(options, service, { deregistration, until: stage }).budgetSeconds,
    }));
}

/** Whether a wait goes on behind a stage. */
function isBefore(stage: StopStage, until: WaitUntil): boolean {
  return until === 'steady' || (isStage(until) && until !== stage && hasPassed(until, stage));
}

function assertStop(
  { id, options }: PluginTarget<EcsOptions>,
  { stage, plugin }: AskedStop,
  { strategy, pauses = [], express }: ServiceFacts,
): void {
  const stop = { target: id, service: options.service, stage, plugin };
  if (!isStopStage(stage)) throw stopUnknown(stop);
  if (strategy === undefined) throw stopImpossible(stop, null);
  if (stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' && strategy !== 'BLUE_GREEN') throw stopImpossible(stop, strategy);
  if (!pauses.includes(stage)) {
    throw stopNotPaused(stop, { express: express !== undefined, hooked: pauses.length > 0 });
  }
}

/** The steps between which those of other plugins stand. */
export function stopStepIds(
  target: TargetId,
  { stage }: Pick<PlannedStop, 'stage'>,
): Pick<RolloutStop, 'reached' | 'resumes'> {
  return {
    reached: `ecs.wait-for-pause:${stage}:${target}`,
    resumes: `ecs.continue-service-deployment:${stage}:${target}`,
  };
}

/** The stops of a target as other plugins are told them. `rollsBack`: whether a failure at one of them takes the release back. */
export function rolloutStops(
  { id, service }: PluginTarget,
  { stops, rollsBack }: { readonly stops: readonly PlannedStop[]; readonly rollsBack: boolean },
): readonly RolloutStop[] {
  const environment = id.slice(service.length + 1);
  const command = (verb: string): string => `\`funade ${verb} ${environment} --service ${service}\``;
  return stops.map((stop) => ({
    stage: stop.stage,
    ...stopStepIds(id, stop),
    otherwise: rollsBack
      ? null
      : `the deployment stays paused at ${stop.stage}: ${command('continue')} lets it go on, ${command('abort')} rolls it back`,
  }));
}
