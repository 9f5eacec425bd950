import type { Json, JsonObject, PluginRequest, PluginTarget, StepId } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import type { EcsTargetOptions } from '../options/options.ts';

/** A target as its tasks see it. */
export interface TaskTarget {
  readonly target: PluginTarget<EcsTargetOptions>;
  /** `takes-over`: its revision does in this plan; `rolls-out`: somebody else's rollout of it is in progress; else `stays`. */
  readonly rollout: 'takes-over' | 'rolls-out' | 'stays';
  /** ARN of the revision that it runs in the end, or a reference to the step that registers it. */
  readonly revision: Json;
  /** Null while it is not registered. */
  readonly existing: string | null;
  /** The request that registers it. */
  readonly definition: JsonObject;
  /** How its tasks are launched. */
  readonly launch: JsonObject;
}

/** What tasks are planned in. */
export interface TaskPlanning {
  readonly request: PluginRequest<EcsTargetOptions>;
  readonly facts: Pick<EcsFacts, 'taskDefinitions' | 'ofTasks'>;
  /** Proves who we are. */
  readonly session: StepId;
}
