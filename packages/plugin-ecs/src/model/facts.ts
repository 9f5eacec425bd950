import { isJsonObject, type JsonObject } from '@funade/core';
import { z } from 'zod';
import { rolloutFacts } from './rollout-facts.ts';
import { scaling } from './scaling.ts';

const jsonObject = z.custom<JsonObject>(isJsonObject, 'expected an object');

const serviceFacts = z.strictObject({
  /** ARN of the revision that the service runs; null where its controller keeps that elsewhere, or nothing says it. */
  taskDefinition: z.string().nullable(),
  /** Id of the primary deployment, which a plan stands on; null where there is none. */
  deployment: z.string().nullable(),
  /** `ECS`, `CODE_DEPLOY` or `EXTERNAL`. */
  controller: z.string(),
  /** What a service of Express Mode is beside that. Absent: it is none. */
  express: z
    .strictObject({
      arn: z.string(),
      /** What its primary deployment runs, as DescribeExpressGatewayService gives it; null where the config says nothing of it. */
      configuration: jsonObject.nullable(),
      infrastructureRoleArn: z.string().nullable(),
      /** Where it answers. */
      urls: z.array(z.string()),
    })
    .optional(),
  /** Whether its tasks run on Fargate, by launch type or capacity providers: ECS takes no definition then that cannot. */
  onFargate: z.boolean(),
  /** What ECS does with a rollout whose tasks keep failing. */
  circuitBreaker: z.enum(['off', 'stop', 'rollback']),
  gracePeriodSeconds: z.number(),
  /** How it moves to a new revision, where that is not by a rolling update: `BLUE_GREEN`, `LINEAR` or `CANARY`. */
  strategy: z.string().optional(),
  /** Stages at which a PAUSE hook of the service stops its deployments. Absent: at none. */
  pauses: z.array(z.string()).optional(),
  bakeMinutes: z.number(),
  /** Minutes that the steps of a linear or canary traffic shift take by themselves. */
  shiftMinutes: z.number(),
  ...rolloutFacts,
  /** What the service has for the settings that the config writes; those that it has not are not there. */
  settings: jsonObject,
  /** What Application Auto Scaling keeps the service between; null where it does not, or no desired count is written. */
  scaling: scaling.nullable(),
  /** How its tasks are launched, as RunTask names it: for what launches others like them. */
  launch: jsonObject,
});

const taskDefinitionFacts = z.strictObject({
  /** The body of DescribeTaskDefinition, without the fields that only ECS writes and no plan reads. */
  taskDefinition: jsonObject,
  tags: z.array(jsonObject),
});

/** What the new revision of a target is made from, where that is neither the running one nor the config itself. */
const source = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('file'),
    definition: jsonObject,
    /** Values of the file that are of another type than ECS has there; the definition is without them. */
    problems: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    /** Names of placeholders that were filled in it. */
    filled: z.array(z.string()).optional(),
  }),
  z.strictObject({ type: z.literal('revision'), arn: z.string() }),
]);

/** Schema of what `observe` returns: what runs now, and nothing that changes when a service merely scales. */
export const ecsFacts = z.strictObject({
  /** By target id; null where there is no such service and the config says how to make one. */
  services: z.record(z.string(), serviceFacts.nullable()),
  /** By ARN; each revision once, however many services run it. */
  taskDefinitions: z.record(z.string(), taskDefinitionFacts),
  /** By target id. */
  sources: z.record(z.string(), source),
  /** Seconds of the deregistration delay by ARN of a target group; those that could be read. */
  deregistration: z.record(z.string(), z.number()),
  /** ARNs of the newest active revisions by family, newest first; those that were looked at. */
  revisions: z.record(z.string(), z.array(z.string())),
  /** ARNs of the task definitions that one-off tasks name, by how they are named. Absent: none names one. */
  ofTasks: z.record(z.string(), z.string()).optional(),
});

export type ServiceFacts = z.output<typeof serviceFacts>;
export type TaskDefinitionFacts = z.output<typeof taskDefinitionFacts>;
export type EcsFacts = z.output<typeof ecsFacts>;
