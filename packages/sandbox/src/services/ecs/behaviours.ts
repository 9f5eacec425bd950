import { z } from 'zod';
import { isMatch } from './glob.ts';

const after = z.number().min(0).default(0);

const forms = [
  /** Runs until it is stopped. */
  z.strictObject({ type: z.literal('running') }),
  /** Stays in PENDING for ever. */
  z.strictObject({ type: z.literal('never-starts') }),
  z.strictObject({ type: z.literal('image-missing') }),
  z.strictObject({ type: z.literal('wrong-platform') }),
  /** No way to ECR's API (the default), to the registry itself, or to CloudWatch Logs. */
  z.strictObject({ type: z.literal('no-route'), to: z.enum(['ecr-api', 'registry', 'logs']).default('ecr-api') }),
  z.strictObject({ type: z.literal('secret-denied'), secret: z.string().optional() }),
  z.strictObject({ type: z.literal('log-group-missing') }),
  /** Never starts, with these words. */
  z.strictObject({ type: z.literal('fails-to-start'), stoppedReason: z.string() }),
  /** A container ends by itself. With `afterSeconds` 0 the task never reaches RUNNING. `container` defaults to the first essential one. */
  z.strictObject({
    type: z.literal('exits'),
    code: z.int().default(1),
    afterSeconds: after,
    container: z.string().optional(),
    reason: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('out-of-memory'), afterSeconds: after, container: z.string().optional() }),
  /** Seconds after RUNNING until the container health check reports UNHEALTHY. */
  z.strictObject({ type: z.literal('container-unhealthy'), afterSeconds: after, container: z.string().optional() }),
  /** Seconds after RUNNING, and never before the grace period ends, until the load balancer gives up on the task. */
  z.strictObject({
    type: z.literal('target-unhealthy'),
    afterSeconds: after,
    reason: z.string().default('Health checks failed with these codes: [502]'),
  }),
  /** No task is made at all. */
  z.strictObject({
    type: z.literal('not-placed'),
    reason: z
      .enum([
        'no-container-instance',
        'cpu',
        'memory',
        'port',
        'eni',
        'gpu',
        'location',
        'attribute',
        'agent',
        'capacity',
        'task-limit',
        'vcpu-limit',
        'cpu-limit',
        'internal-error',
        'throttled',
      ])
      .default('capacity'),
  }),
  /** The platform ends the task. */
  z.strictObject({
    type: z.literal('interrupted'),
    afterSeconds: after,
    stopCode: z.enum(['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth']).default('SpotInterruption'),
    stoppedReason: z.string().default('Your Spot Task was interrupted.'),
  }),
] as const;

const types = forms.map(({ shape }) => shape.type.value);

/** What tasks can be made to do, by the names that `becomes` takes. */
export const behaviourNames: readonly string[] = types;

const becomes = z.discriminatedUnion('type', forms, {
  error: ({ code }) => (code === 'invalid_union' ? `expected one of ${types.join(', ')}` : undefined),
});

/** What happens to the tasks it matches. The newest behaviour that matches wins. */
export const behaviourSchema = z.strictObject({
  match: z
    .strictObject({
      family: z.string().optional(),
      /** Glob over the image references of the containers, `*` for any text. */
      image: z.string().optional(),
      service: z.string().optional(),
      cluster: z.string().optional(),
      /** Revision number of the task definition. */
      revision: z.int().optional(),
      /** Glob over the command that the overrides give a container, its words with spaces in between. */
      command: z.string().optional(),
      /** Glob over `startedBy`; the deployment's id for tasks of a service. */
      startedBy: z.string().optional(),
    })
    .prefault({}),
  /** Only so many tasks; later ones fall to the next behaviour. Absent: all. */
  times: z.int().min(1).optional(),
  startSeconds: z.number().min(0).optional(),
  stopSeconds: z.number().min(0).optional(),
  /** Exit code of its containers when they end after the stop signal. */
  stopCode: z.int().default(0),
  becomes: z
    .custom<z.input<typeof becomes> | (typeof types)[number]>()
    .transform((written) => (typeof written === 'string' ? { type: written } : written))
    .pipe(becomes)
    .prefault({ type: 'running' }),
  /**
   * Lines the containers write, seconds after the containers start. `container` defaults to the first essential one;
   * `lateSeconds` later CloudWatch Logs has them.
   */
  logs: z
    .array(
      z.strictObject({
        afterSeconds: after,
        message: z.string(),
        container: z.string().optional(),
        lateSeconds: after,
      }),
    )
    .default([]),
});

export type BehaviourInput = z.input<typeof behaviourSchema>;
export type Behaviour = z.output<typeof behaviourSchema>;
export type Becomes = Behaviour['becomes'];

/** A behaviour and how many tasks it has taken so far. */
export interface ScriptedBehaviour {
  readonly behaviour: Behaviour;
  taken: number;
}

export interface BehaviourSubject {
  readonly family: string;
  readonly revision: number;
  readonly images: readonly string[];
  readonly service: string | null;
  readonly cluster: string;
  readonly commands: readonly string[];
  readonly startedBy: string | null;
}

/** Chooses the behaviour of a task about to be made and counts it as taken. */
export function takeBehaviour(scripted: readonly ScriptedBehaviour[], subject: BehaviourSubject): Behaviour | null {
  const found = scripted.findLast(
    ({ behaviour, taken }) => taken < (behaviour.times ?? Number.POSITIVE_INFINITY) && matches(behaviour, subject),
  );
  if (!found) return null;
  found.taken += 1;
  return found.behaviour;
}

function matches({ match }: Behaviour, subject: BehaviourSubject): boolean {
  const { family, image, service, cluster, revision, command, startedBy } = match;
  return (
    (family === undefined || family === subject.family) &&
    (revision === undefined || revision === subject.revision) &&
    (service === undefined || service === subject.service) &&
    (cluster === undefined || cluster === subject.cluster) &&
    (command === undefined || subject.commands.some((each) => isMatch(command, each))) &&
    (startedBy === undefined || isMatch(startedBy, subject.startedBy ?? '')) &&
    (image === undefined || subject.images.some((reference) => isMatch(image, reference)))
  );
}
