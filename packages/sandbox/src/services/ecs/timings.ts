import { z } from 'zod';

const seconds = z.number().min(0);

/** How long things take in this region, in seconds of sandbox time. Every field has a default that keeps a small rollout under half a minute. */
export const timingsSchema = z.strictObject({
  /** From a change to the moment the service scheduler acts on it. */
  scheduler: seconds.default(1),
  /** From a task's creation to RUNNING; a quarter of it provisions, half pulls, the rest starts. A behaviour can say otherwise. */
  start: seconds.default(4),
  /** From the stop signal to the end of the containers. */
  stop: seconds.default(2),
  /** What a target group that is not among the seed's `targetGroups` waits before it lets go of a target. */
  deregistrationDelay: seconds.default(5),
  /** From RUNNING to the first healthy answer of a load balancer target. */
  targetHealthy: seconds.default(2),
  /** From RUNNING to HEALTHY for a task whose containers have a health check. */
  containerHealthy: seconds.default(2),
  /** How long a task must run before it counts as started for good; one that exits sooner counts as failed. */
  settle: seconds.default(3),
  /** From "everything is as desired" to `rolloutState` COMPLETED. */
  completion: seconds.default(4),
  /** How much longer a rolling deployment with alarms stays IN_PROGRESS to watch them; AWS computes it from the alarms. */
  alarmBake: seconds.default(10),
  /** How late a new service deployment and its revision become visible (eventual consistency). */
  serviceDeploymentLag: seconds.default(3),
  /** Pause before a failed task is replaced; doubles with each failure in a row. */
  restart: z.number().min(1).default(4),
  /** The longest such pause. */
  restartMaximum: z.number().min(1).default(900),
  /** How long each lifecycle stage of a blue/green, linear or canary deployment takes by itself. */
  stage: seconds.default(1),
  /** How long a Lambda lifecycle hook takes to answer. */
  hook: seconds.default(1),
  /** How late a task of RunTask can be seen by DescribeTasks and ListTasks. */
  taskLag: seconds.default(0),
  /** How long a stopped task can still be described. */
  stoppedTasks: seconds.default(3600),
});

export type Timings = z.output<typeof timingsSchema>;
