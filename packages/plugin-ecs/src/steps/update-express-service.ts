import { sendRaw, translateError } from '@funade/aws';
import { defineStep, isDeployError, isJsonObject, type JsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { movedError } from '../arrival/moved-error.ts';
import { namesOf } from '../arrival/names-of.ts';
import { type ReadService, readService } from '../arrival/read-service.ts';
import { replaceable } from '../model/basis.ts';
import { serviceNotFound } from '../model/errors.ts';
import { watchInterrupted } from '../model/watch-errors.ts';
import { readExpress } from '../observe/read-express.ts';
import { rollBackOnCancel } from '../rollback/roll-back-on-cancel.ts';
import { deploymentGoesOn, started } from '../rollout/started-output.ts';
import { consoleLink } from '../service/console-link.ts';
import { configurationHolds, configurationOf, urlsOf } from '../service/express-configuration.ts';
import { movedTo } from '../service/moved-to.ts';
import { primaryOf, serviceView } from '../service/service-view.ts';
import { readUnheard, type Unheard } from '../turn/read-unheard.ts';
import { waitForTurn } from '../turn/wait-for-turn.ts';
import { expressBody, expressInput } from './express-input.ts';
import { begunExpress, expressOutput, sayUrls } from './express-output.ts';

const input = z.strictObject({
  ...expressInput,
  serviceArn: z.string(),
  /** Ids of the deployments that the plan stands on: no other one is replaced. Not sent. */
  replaces: replaceable,
  /** What is done when a deployment that the plan stands on is in progress. Not sent. */
  onBusy: z.enum(['wait', 'fail', 'supersede']).default('wait'),
  /** How long this deploy waits for it to end. Not sent. */
  turnSeconds: z.number().positive().default(900),
  /** What is done with the deployment when the run is told to end while it starts. Not sent. */
  onCancel: z.enum(['leave', 'rollback']).default('leave'),
});

type Input = z.output<typeof input>;
type Output = z.output<typeof expressOutput>;

/**
 * Updates a service of Express Mode, which starts a deployment.
 *
 * Looks right before: where the primary deployment runs what is wanted (the answer of an earlier attempt was lost, or another run
 * of the same release was quicker) it is joined, and one that nobody planned from is not replaced; where what was planned
 * from is in progress, `onBusy` decides. Throws `SERVICE_MOVED`, `DEPLOYMENT_BUSY`, `NO_DEPLOYMENT_STARTED`.
 */
export const updateExpressService = defineStep({
  kind: 'ecs.update-express-service',
  input,
  output: expressOutput,
  effect: 'changes',
  verb: 'update',
  goesOn: deploymentGoesOn,
  request: (planned) => ({
    operation: 'ecs:UpdateExpressGatewayService',
    body: isJsonObject(planned) ? bodyOf(planned) : planned,
  }),
  async run(request, context) {
    const ecs = await useEcs(context);
    let before: ReadService | null = null;
    let sentAt: number | null = null;
    const output = await sendAfterLook(
      {
        operation: 'UpdateExpressGatewayService',
        look: async (attempts) => {
          // An earlier run may have sent it, or this one without hearing of it, whatever has become of it since.
          const at = attempts > 1 ? sentAt : (context.earlier?.at ?? null);
          const unheard = await lookForEarlier(ecs, { ...request, at }, context);
          if (unheard?.type === 'started') return unheard.output;
          const looked = await look(ecs, request, context);
          before = looked.service;
          if (looked.joined === null && unheard?.type === 'unknown') throw unheard.error;
          return looked.joined;
        },
        send: async () => {
          sentAt ??= context.clock.now();
          const known = before?.seen ?? {};
          return send(request, { before: known, context });
        },
      },
      context,
    );
    sayUrls(request, output.urls, context);
    if (context.signal.aborted) throw await interruptedBy(request, output, context);
    return output;
  },
});

async function interruptedBy(request: Input, output: Output, context: StepContext): Promise<unknown> {
  const { deploymentId } = output;
  const link = consoleLink({ region: context.environment.region, place: request });
  const { reason } = context.signal;
  const error = watchInterrupted(request, { deploymentId, ...namesOf(context), link, reason });
  return rollBackOnCancel({ ...request, ...output }, error, context);
}

/** The part of the input that is sent; in a plan it still holds references. */
function bodyOf({ serviceArn, ...rest }: JsonObject): JsonObject {
  return { serviceArn, ...expressBody(rest) };
}

interface LookedAt {
  readonly service: ReadService;
  /** What is there already and is what was wanted; null: the update is to be sent. */
  readonly joined: Output | null;
}

async function look(ecs: Ecs, request: Input, context: StepContext): Promise<LookedAt> {
  const { serviceArn, taskDefinition, replaces, onBusy, turnSeconds } = request;
  const place = { cluster: request.cluster, service: request.service };
  let waits = true;
  for (;;) {
    const service = await readService(ecs, place, context.signal);
    if (service === null) throw serviceNotFound(place, null, context.environment);
    const primary = primaryOf(service.seen);
    const { configurations } = await readExpress(ecs, serviceArn, context);
    const running = primary === undefined ? null : configurationOf(configurations, primary);
    if (primary !== undefined && running !== null && configurationHolds(request, running)) {
      const output = started(service.seen, { primary, previous: null, before: service.seen });
      return { service, joined: { ...output, urls: urlsOf(running) } };
    }
    const view = serviceView(service.seen);
    const moved = movedTo(view, replaces);
    if (moved !== null) {
      const what = { place, moved, taskDefinition: taskDefinition ?? {}, whenMoved: 'refused', replaces } as const;
      throw await movedError(ecs, what, context);
    }
    if (!waits) return { service, joined: null };
    const turn = { place, taskDefinition: taskDefinition ?? '', onBusy, budgetSeconds: turnSeconds };
    const came = await waitForTurn(turn, view, context);
    if (came === 'free') return { service, joined: null };
    waits = came === 'waited';
  }
}

type Earlier = { readonly type: 'started'; readonly output: Output } | Extract<Unheard, { type: 'unknown' }>;

/** What became of an update that may have been sent at a time. The revision that ECS made of it is known by its image. */
async function lookForEarlier(
  ecs: Ecs,
  request: Input & { readonly at: number | null },
  context: StepContext,
): Promise<Earlier | null> {
  const { taskDefinition, container, serviceArn, replaces, at } = request;
  const image = container?.image;
  const sent = taskDefinition !== null ? { taskDefinition } : typeof image === 'string' ? { image } : null;
  if (sent === null) return null;
  const unheard = await readUnheard(ecs, { place: request, sent, replaces, at }, context);
  if (unheard === null || unheard.type === 'unknown') return unheard;
  // What was rolled back has no configuration any more; a service answers at the same place all its life.
  const { configurations } = await readExpress(ecs, serviceArn, context);
  return { type: 'started', output: { ...unheard.output, urls: urlsOf(configurations[0] ?? {}) } };
}

async function send(
  request: Input,
  { before, context }: { readonly before: ReadService['seen']; readonly context: StepContext },
): Promise<Output> {
  const { client, sdk } = await useEcsForWrites(context);
  using late = lateSignal(context);
  try {
    const command = new sdk.UpdateExpressGatewayServiceCommand({ serviceArn: request.serviceArn });
    const { output } = await sendRaw(client, command, { body: bodyOf({ ...request }), signal: late.signal });
    return begunExpress({ place: request, before, configuration: output.service?.targetConfiguration });
  } catch (error) {
    if (isDeployError(error)) throw error;
    const subject = `${request.cluster}/${request.service}`;
    throw translateError(error, { operation: 'ecs:UpdateExpressGatewayService', subject });
  }
}
