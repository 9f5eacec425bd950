import type { WaitUntilInput } from '../model/wait-until.ts';

/** How a rollout is waited for, and what is done when it goes wrong. */
export interface RolloutOptionsInput {
  readonly wait?: WaitInput;
  /**
   * What is done with a rollout that fails and that ECS does not roll back by itself: `rollback` to what ran before (and
   * wait for it), `stop` it where it is, or `leave` it to ECS; `rollback-all` rolls every target of the run back.
   * Default: `stop` for a service whose circuit breaker does not roll back, else `rollback`.
   */
  readonly onFailure?: 'rollback' | 'stop' | 'leave' | 'rollback-all';
  /**
   * What a deploy does when another deployment of the service is in progress: `wait` for its end and plan then (default),
   * `fail` before anything is built, or
   * `supersede` it.
   */
  readonly onBusy?: 'wait' | 'fail' | 'supersede';
  /** What is done with the rollout when the run is interrupted: `leave` it to ECS (default), or `rollback`. */
  readonly onCancel?: 'leave' | 'rollback';
}

export interface WaitInput {
  /**
   * How long to wait for the rollout, such as `20m` or `1h30m`. Default: 15 minutes plus the service's health-check grace
   * period, deregistration delay (that of its target groups where it may be read, else 5 minutes behind a load balancer; for each wave
   * that its percentages allow), bake time
   * and traffic-shift steps, and 5 minutes for each doubling above 50 tasks.
   */
  readonly budget?: string;
  /**
   * How far a rollout is waited for: until it is `steady` (default); until ECS has `started` it; until it is `paused` by a
   * lifecycle hook; or until it is in a lifecycle stage of a blue/green, linear or canary deployment (or a later one), such as
   * `BAKE_TIME`. The deploy then ends with exit code 0 and the outcome "in progress", and `funade watch` gives the verdict. A
   * rolling update has no stages: it is waited for until it is steady.
   */
  readonly until?: WaitUntilInput;
  /**
   * Number of tasks that stop for the same reason before the rollout counts as failed, without waiting for ECS; 0: never.
   * Default: as many as ECS's circuit breaker tolerates at the desired count, and 3 if every task stops for a cause that the
   * next one meets too, such as a missing image.
   */
  readonly failFast?: number;
  /**
   * How long the new tasks are watched once the rollout is done, such as `2m`. A task that stops in that time makes the
   * rollout fail: ECS reports COMPLETED even if tasks keep stopping 20 s after they start. Default: not at all.
   */
  readonly settle?: string;
}
