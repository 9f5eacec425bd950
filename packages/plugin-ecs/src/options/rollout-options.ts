import { z } from 'zod';
import { waitUntilInputs } from '../model/wait-until.ts';
import { duration } from './duration-option.ts';

/** Schema of the keys of `ecs` that say how a rollout is waited for, and what is done when it goes wrong. */
export const rolloutOptions = {
  wait: z
    .strictObject({
      budget: duration
        .describe('how long to wait for the rollout; default: 15m and what the service itself asks for')
        .optional(),
      failFast: z
        .int()
        .min(0)
        .describe(
          'number of tasks that stop for the same reason before the wait ends; 0: ECS decides; default: as many as ECS tolerates',
        )
        .optional(),
      until: z
        .enum(waitUntilInputs)
        .describe(
          'how far a rollout is waited for: steady, started, paused, or a lifecycle stage of a blue/green, linear or canary deployment; default: steady',
        )
        .optional(),
      settle: duration.describe('how long new tasks are watched after the rollout; default: not at all').optional(),
    })
    .describe('how a rollout is waited for')
    .optional(),
  onFailure: z
    .enum(['rollback', 'stop', 'leave', 'rollback-all'])
    .describe(
      'what to do with a failed rollout; default: stop where the circuit breaker does not roll back, else rollback',
    )
    .optional(),
  onBusy: z
    .enum(['wait', 'fail', 'supersede'])
    .describe('what to do when another deployment is in progress; default: wait')
    .optional(),
  onCancel: z
    .enum(['leave', 'rollback'])
    .describe('what to do with the rollout when the run is interrupted; default: leave')
    .optional(),
} as const;
