import { defineOperations, isJsonObject, type Json, type OperationRequest, type RunContext } from '@funade/core';
import { z } from 'zod';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { startedDeployment } from '../model/started-deployment.ts';
import { parseWaitUntil } from '../model/wait-until.ts';
import { withoutJobs } from '../options/jobs.ts';
import type { EcsOptions, EcsTargetOptions } from '../options/options.ts';
import { badlyEnded, type DeploymentInProgress, deploymentInProgress } from '../rollout/deployment-in-progress.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { serviceFacts } from '../service/service-facts.ts';
import { findBegun } from './find-begun.ts';
import { lastDeploymentNote } from './last-deployment-note.ts';
import { planOperation } from './plan-operation.ts';
import { readStanding, type Standing } from './read-standing.ts';
import { observeScale, scaleFacts } from './scale.ts';

const deploymentFacts = z.strictObject({
  started: startedDeployment,
  serviceDeployment: z.string().nullable(),
  hook: z.string().nullable(),
  rollingBack: z.boolean(),
  /** An earlier run started it; ECS may have ended it meanwhile. */
  startedBefore: z.boolean(),
  /** It ended badly before anybody asked: only its verdict is wanted. */
  ended: z.boolean(),
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

const operationFacts = z.strictObject({
  /** By target id. */
  deployments: z.record(z.string(), deploymentFacts),
  /** What is to be said of targets with nothing in progress, by target id. */
  notes: z.record(z.string(), z.string()),
  /** How many tasks targets run and what scales them, by target id; only where they are to be scaled. */
  scale: z.record(z.string(), scaleFacts).optional(),
});

/** What an operation is planned from. */
export type OperationFacts = z.output<typeof operationFacts>;

/** What acts on what is in progress: every deployment that goes on, whoever started it. */
export const operations = defineOperations({
  facts: operationFacts,
  observe,
  plan: planOperation,
});

async function observe(asked: OperationRequest<EcsTargetOptions>, context: RunContext): Promise<OperationFacts> {
  const request = withoutJobs(asked);
  // Before anything is read: what was typed may be wrong.
  if (request.until !== undefined) parseWaitUntil(request.until);
  const ecs = await useEcs(context);
  if (request.operation === 'scale') {
    return { deployments: {}, notes: {}, scale: await observeScale(ecs, request.targets, context) };
  }
  const { byTarget } = await readStanding(ecs, request.targets, context);
  const notes: Record<string, string> = {};
  const found = await settleAll(
    request.targets.map(async ({ id, options }) => {
      const standing = byTarget.get(id);
      if (standing === undefined) return [];
      if (standing.found === null) {
        notes[id] = `there is no service ${standing.place.service} in cluster ${standing.place.cluster} yet`;
        return [];
      }
      const deployment = await inProgressOf(standing, { request, target: id, ecs }, context);
      if (deployment === null || deployment.ended) {
        const note = request.operation === 'watch' ? lastDeploymentNote(standing) : null;
        if (note !== null) notes[id] = note;
      }
      if (deployment === null) return [];
      const {
        steadySeconds: budgetSeconds,
        failFast,
        ...policy
      } = rolloutPolicy(options, serviceFacts(standing.found));
      // What has ended is not acted on any more: somebody may have decided what is to become of it.
      const onFailure = deployment.ended ? 'leave' : policy.onFailure;
      const { taskDefinition } = deployment.started;
      const images = taskDefinition === '' ? {} : await imagesOf(taskDefinition);
      return [[id, { ...deployment, images, policy: { budgetSeconds, failFast, onFailure } }] as const];
    }),
  );
  return { deployments: Object.fromEntries(found.flat()), notes };

  async function imagesOf(arn: string): Promise<Record<string, string>> {
    const { taskDefinition } = await describeTaskDefinition(ecs, arn, context);
    const containers = Array.isArray(taskDefinition.containerDefinitions) ? taskDefinition.containerDefinitions : [];
    return Object.fromEntries(
      containers.filter(isJsonObject).map(({ name, image }) => [String(name), typeof image === 'string' ? image : '']),
    );
  }
}

/** Where a deployment is looked for. */
interface Looked {
  readonly request: OperationRequest<EcsOptions>;
  readonly target: string;
  readonly ecs: Ecs;
}

/**
 * What goes on, else what an earlier run started and did not see the end of; else, where no journal tells of such a run, the
 * last deployment if it ended badly.
 */
async function inProgressOf(
  standing: Standing,
  { request, target, ecs }: Looked,
  context: RunContext,
): Promise<(DeploymentInProgress & { readonly startedBefore: boolean; readonly ended: boolean }) | null> {
  const { operation, started, begun } = request;
  const goesOn = deploymentInProgress(standing);
  if (goesOn !== null) return { ...goesOn, startedBefore: false, ended: false };
  if (operation !== 'watch') return null;
  const steps = [
    `ecs.update-service:rollback:${target}`,
    `ecs.update-express-service:${target}`,
    `ecs.create-express-service:${target}`,
    `ecs.update-service:${target}`,
    `ecs.create-service:${target}`,
  ];
  const output = steps.map((step) => started[step]).find((each) => each !== undefined);
  const parsed = handedOn.safeParse(output as Json);
  const cutOff = steps.map((step) => begun[step]).find((each) => each !== undefined);
  const earlier =
    cutOff === undefined
      ? parsed.success
        ? parsed.data
        : null
      : await findBegun(ecs, { place: standing.place, begun: cutOff, outputs: started }, context);
  const over = { serviceDeployment: null, hook: null, rollingBack: false };
  if (earlier !== null) return { ...over, started: earlier, startedBefore: true, ended: false };
  // Where a journal says which deployment is meant, what became of others is not asked.
  const isMeant = Object.keys(started).length === 0 && Object.keys(begun).length === 0;
  const bad = isMeant ? badlyEnded(standing) : null;
  return bad === null ? null : { ...over, started: bad, startedBefore: false, ended: true };
}

/** What `ecs.update-service` and `ecs.create-service` return, as far as a wait needs it. */
const handedOn = z.object(startedDeployment.shape);
