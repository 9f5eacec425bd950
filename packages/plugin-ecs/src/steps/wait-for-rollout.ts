import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { useEcs } from '../ecs-client.ts';
import { rolloutTimedOut, rolloutUnseen, watchInterrupted } from '../errors.ts';
import { formatDuration } from '../rules/duration.ts';
import { isPassingTrouble } from '../rules/is-passing-trouble.ts';
import { rolloutError } from '../rules/rollout-error.ts';
import { type RolloutVerdict, rolloutVerdict, type StartedDeployment } from '../rules/rollout-verdict.ts';
import { lookAtServices, type RolloutLook } from './look-at-services.ts';
import { createRolloutPoller, type RolloutPoller, type Watch } from './rollout-poller.ts';
import { createRolloutTeller } from './tell-rollout.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  /** The deployment to wait for, as UpdateService named it. */
  deploymentId: z.string(),
  taskDefinition: z.string(),
  knownDeploymentIds: z.array(z.string()),
  createdAt: z.number().nullable(),
  /** Seconds on the clock from the start of this step. */
  budgetSeconds: z.number().positive(),
});

type Input = z.output<typeof input>;

const output = z.object({
  /** The deployment that is done; a newer one of the same revision when somebody deployed that once more. */
  deploymentId: z.string(),
  taskDefinition: z.string(),
  running: z.number(),
});

/**
 * Waits until our deployment is done, and reads only.
 *
 * Throws `ROLLOUT_FAILED`, `ROLLED_BACK`, `ROLLBACK_FAILED`, `SUPERSEDED`, `SERVICE_DELETED`, `ROLLOUT_TIMED_OUT`,
 * `ROLLOUT_UNSEEN`, `WATCH_INTERRUPTED`, and at once what AWS refuses.
 */
export const waitForRollout = defineStep({
  kind: 'ecs.wait-for-rollout',
  input,
  output,
  waits: true,
  async run(request, context) {
    const poller = await useRolloutPoller(context);
    using watch = poller.watch(request);
    return await follow(request, watch, context);
  },
});

async function follow(
  request: Input,
  watch: Watch<RolloutLook>,
  context: StepContext,
): Promise<z.output<typeof output>> {
  const { budgetSeconds } = request;
  const begun = context.clock.now();
  const tell = createRolloutTeller(context);
  let started: StartedDeployment = request;
  let seenBefore = false;
  let lastSeenAt = begun;
  let doubted: RolloutVerdict['state'] | null = null;
  for (;;) {
    const look = await nextLook(watch, { request, started, context });
    const now = context.clock.now();
    const waitedSeconds = (now - begun) / 1000;
    if (look.type === 'unseen') {
      bear(look, { request, started, context, silentSeconds: (now - lastSeenAt) / 1000, waitedSeconds });
      continue;
    }
    lastSeenAt = now;
    const verdict = rolloutVerdict(started, look, { seenBefore, waitedSeconds, budgetSeconds });
    const { service, events } = look;
    seenBefore ||= service?.deployments.some(({ id }) => id === started.deploymentId) === true;
    tell({
      verdict,
      service,
      events,
      since: request.createdAt,
      secondsLeft: Math.max(0, budgetSeconds - waitedSeconds),
    });
    if (!verdict.final) continue;
    if (!verdict.certain && doubted !== verdict.state) {
      doubted = verdict.state;
      continue;
    }
    if (verdict.state === 'superseded' && verdict.sameRevision) {
      const { id: deploymentId, createdAt } = verdict.by;
      context.progress(`${deploymentId} deploys the same revision and takes over`, { deploymentId });
      const knownDeploymentIds = [...started.knownDeploymentIds, started.deploymentId];
      started = { ...started, deploymentId, createdAt, knownDeploymentIds };
      continue;
    }
    if (verdict.state !== 'succeeded') {
      throw rolloutError(request, { verdict, deploymentId: started.deploymentId, service, budgetSeconds });
    }
    const { id: deploymentId, taskDefinition, running } = verdict.ours;
    if (running === 0) context.warn(`service ${request.service} runs no task: nothing was proven healthy`);
    return { deploymentId, taskDefinition, running };
  }
}

interface Following {
  readonly request: Input;
  readonly started: StartedDeployment;
  readonly context: StepContext;
}

async function nextLook(watch: Watch<RolloutLook>, { request, started, context }: Following): Promise<RolloutLook> {
  try {
    return await watch.next(context.signal);
  } catch (reason) {
    throw watchInterrupted(request, started.deploymentId, reason);
  }
}

/** Throws when a look that saw nothing ends the wait. */
function bear(
  { error }: Extract<RolloutLook, { type: 'unseen' }>,
  {
    request,
    started,
    context,
    silentSeconds,
    waitedSeconds,
  }: Following & { silentSeconds: number; waitedSeconds: number },
): void {
  const { deploymentId } = started;
  if (waitedSeconds >= request.budgetSeconds) {
    const budget = formatDuration(request.budgetSeconds);
    throw rolloutTimedOut(request, { deploymentId, budget, pending: `ECS does not answer (${error.message})` });
  }
  if (isPassingTrouble(error, silentSeconds)) {
    context.progress(`ECS does not answer: ${error.message}`, { code: error.code });
  } else if (isPassingTrouble(error, 0)) {
    throw rolloutUnseen(request, { deploymentId, lasted: formatDuration(silentSeconds), cause: error });
  } else {
    throw error;
  }
}

async function useRolloutPoller(context: StepContext): Promise<RolloutPoller<RolloutLook>> {
  const ecs = await useEcs(context);
  return context.resources.use(`ecs.rollout-poller:${context.environment.name}`, () =>
    createRolloutPoller(context.clock, lookAtServices(ecs)),
  );
}
