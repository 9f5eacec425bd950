import { defineOperations, isJsonObject, type Json, type OperationRequest, type RunContext } from '@funade/core';
import { z } from 'zod';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { serviceNotFound } from '../model/errors.ts';
import { startedDeployment } from '../model/started-deployment.ts';
import type { EcsOptions } from '../options/options.ts';
import { type DeploymentInProgress, deploymentInProgress } from '../rollout/deployment-in-progress.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { serviceFacts } from '../service/service-facts.ts';
import { planOperation } from './plan-operation.ts';
import { readStanding, type Standing } from './read-standing.ts';

const deploymentFacts = z.strictObject({
  started: startedDeployment,
  serviceDeployment: z.string().nullable(),
  hook: z.string().nullable(),
  rollingBack: z.boolean(),
  /** An earlier run started it; ECS may have ended it meanwhile. */
  startedBefore: z.boolean(),
  /** Image reference by container, as the revision has them. */
  images: z.record(z.string(), z.string()),
  policy: z.strictObject({
    budgetSeconds: z.number(),
    failFast: z.int().nullable(),
    onFailure: z.enum(['rollback', 'stop', 'leave']),
  }),
});

/** A deployment in progress, and how it is waited for. */
export type InProgressFacts = z.output<typeof deploymentFacts>;

/** What acts on what is in progress: every deployment that goes on, whoever started it, by target id. */
export const operations = defineOperations({
  facts: z.record(z.string(), deploymentFacts),
  observe,
  plan: planOperation,
});

async function observe(
  request: OperationRequest<EcsOptions>,
  context: RunContext,
): Promise<Record<string, InProgressFacts>> {
  const ecs = await useEcs(context);
  const { byTarget } = await readStanding(ecs, request.targets, context);
  const flights = request.targets.flatMap(({ id, options }) => {
    const standing = byTarget.get(id);
    if (standing === undefined) return [];
    if (standing.found === null) throw serviceNotFound(standing.place, [], request.environment);
    const found = inProgressOf(standing, request, id);
    const { budgetSeconds, failFast, onFailure } = rolloutPolicy(options, serviceFacts(standing.found));
    return found === null ? [] : [{ id, ...found, policy: { budgetSeconds, failFast, onFailure } }];
  });
  const complete = await settleAll(
    flights.map(async ({ id, ...found }) => {
      const images = found.started.taskDefinition === '' ? {} : await imagesOf(found.started.taskDefinition);
      return [id, { ...found, images }] as const;
    }),
  );
  return Object.fromEntries(complete);

  async function imagesOf(arn: string): Promise<Record<string, string>> {
    const { taskDefinition } = await describeTaskDefinition(ecs, arn, context);
    const containers = Array.isArray(taskDefinition.containerDefinitions) ? taskDefinition.containerDefinitions : [];
    return Object.fromEntries(
      containers.filter(isJsonObject).map(({ name, image }) => [String(name), typeof image === 'string' ? image : '']),
    );
  }
}

/** What goes on, else what an earlier run started and did not see the end of. */
function inProgressOf(
  standing: Standing,
  { operation, started }: OperationRequest<EcsOptions>,
  target: string,
): (DeploymentInProgress & { readonly startedBefore: boolean }) | null {
  const goesOn = deploymentInProgress(standing);
  if (goesOn !== null) return { ...goesOn, startedBefore: false };
  if (operation !== 'watch') return null;
  const output =
    started[`ecs.update-service:rollback:${target}`] ??
    started[`ecs.update-service:${target}`] ??
    started[`ecs.create-service:${target}`];
  const parsed = handedOn.safeParse(output as Json);
  if (!parsed.success) return null;
  return { started: parsed.data, serviceDeployment: null, hook: null, rollingBack: false, startedBefore: true };
}

/** What `ecs.update-service` and `ecs.create-service` return, as far as a wait needs it. */
const handedOn = z.object(startedDeployment.shape);
