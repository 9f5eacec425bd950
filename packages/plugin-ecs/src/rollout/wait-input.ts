import { isJsonObject, type Json } from '@funade/core';
import { z } from 'zod';
import { startedDeployment } from '../model/started-deployment.ts';
import { waitPoints } from '../model/wait-until.ts';

/** What `ecs.wait-for-rollout` is run with. */
export const waitInput = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  /** The deployment to wait for. */
  ...startedDeployment.shape,
  /** Image reference by container, for the containers whose image is to be proven. */
  images: z.record(z.string(), z.string()).default({}),
  /** Seconds on the clock from the start of this step. */
  budgetSeconds: z.number().positive(),
  /** How far the rollout is waited for. */
  until: z.enum(waitPoints).default('steady'),
  /** Seconds for which a rollback is waited for; absent: as long as for the rollout. */
  rollbackSeconds: z.number().positive().optional(),
  /** Deaths of one cause after which the rollout has failed; 0: never; null: as ECS would tolerate. */
  failFast: z.int().min(0).nullable().default(0),
  /** Seconds for which the new tasks are watched once the rollout is done. */
  settleSeconds: z.number().min(0).default(0),
  /** What is waited for takes a rollout back that this run began, and is told as such. */
  rollback: z.boolean().default(false),
  /** Until when the events of the service were told by the wait before, by ECS's clock; null: none was. */
  heardUntil: z.number().nullable().default(null),
  /** It serves already, as an earlier step of a rollback has seen: there is nothing to wait for. */
  serves: z.boolean().default(false),
  onFailure: z.enum(['rollback', 'stop', 'leave']).default('leave'),
  onCancel: z.enum(['leave', 'rollback']).default('leave'),
});

/** What a wait is started with. */
export type WaitInput = z.output<typeof waitInput>;

/** The longest that a wait lasts, as its planned input has it; null when it does not say. */
export function budgetOf(planned: Json): number | null {
  const { budgetSeconds, settleSeconds = 0, until } = isJsonObject(planned) ? planned : {};
  if (typeof budgetSeconds !== 'number' || until === 'started') return null;
  return budgetSeconds + (typeof settleSeconds === 'number' ? settleSeconds : 0);
}
