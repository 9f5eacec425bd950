import type { Service } from '@aws-sdk/client-ecs';
import { sendRaw, translateError } from '@funade/aws';
import { defineStep, isJsonObject, type JsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { movedError } from '../arrival/moved-error.ts';
import { namesOf } from '../arrival/names-of.ts';
import { readSameRevision } from '../arrival/read-same-revision.ts';
import { readService } from '../arrival/read-service.ts';
import { warnReplaced } from '../arrival/warn-replaced.ts';
import { warnReplacedUnheard } from '../arrival/warn-replaced-unheard.ts';
import { replaceable } from '../model/basis.ts';
import { noDeploymentStarted } from '../model/errors.ts';
import { revisionName } from '../model/revision-name.ts';
import { deploymentLimit, watchInterrupted } from '../model/watch-errors.ts';
import { type CancelledRollout, rollBackOnCancel } from '../rollback/roll-back-on-cancel.ts';
import { deploymentGoesOn, started, startedOutput } from '../rollout/started-output.ts';
import { consoleLink } from '../service/console-link.ts';
import { movedTo } from '../service/moved-to.ts';
import { mustForce } from '../service/service-settings.ts';
import { primaryOf, serviceView } from '../service/service-view.ts';
import { refusalCause } from '../stopped-task/stop-cause.ts';
import { lookAgain } from '../turn/look-again.ts';
import { readUnheard } from '../turn/read-unheard.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  taskDefinition: z.string(),
  /** Only when the user forced it. */
  forceNewDeployment: z.literal(true).optional(),
  /** Settings of the service that differ from what runs; sent beside the rest. */
  settings: z.custom<JsonObject>(isJsonObject, 'expected settings of UpdateService').optional(),
  /** Ids of the deployments that the plan stands on: no other one is replaced. Not sent. Absent: any is. */
  replaces: replaceable.optional(),
  /** What it means when another one is there. Not sent. */
  whenMoved: z.enum(['refused', 'superseded']).default('refused'),
  /** What is done when a deployment that the plan stands on is in progress. Not sent. */
  onBusy: z.enum(['wait', 'fail', 'supersede']).default('wait'),
  /** How long this deploy waits for it to end. Not sent. */
  turnSeconds: z.number().positive().default(900),
  /** What is done with the deployment when the run is told to end while it starts. Not sent. */
  onCancel: z.enum(['leave', 'rollback']).default('leave'),
});

/**
 * Makes a service run a revision: one UpdateService with the step's place and revision.
 *
 * Looks right before: a deployment of this revision that is there or in progress is joined (an earlier run of the step, or
 * another run of the same release, started it), and one that nobody planned from is not replaced; where what was planned
 * from is in progress, `onBusy` decides. Throws `SERVICE_MOVED`, `SUPERSEDED`, `DEPLOYMENT_BUSY`, and
 * `NO_DEPLOYMENT_STARTED` when ECS keeps the deployment it had.
 */
export const updateService = defineStep({
  kind: 'ecs.update-service',
  input,
  output: startedOutput,
  effect: 'changes',
  verb: 'update',
  goesOn: deploymentGoesOn,
  request: (planned) => ({ operation: 'ecs:UpdateService', body: isJsonObject(planned) ? bodyOf(planned) : planned }),
  async outOfDate(planned, context) {
    const parsed = input.safeParse(planned);
    // Whether what runs is what was to run cannot be said before it is registered.
    if (!parsed.success || parsed.data.replaces === undefined) return null;
    const { replaces, whenMoved, taskDefinition } = parsed.data;
    const ecs = await useEcs(context);
    const service = await readService(ecs, parsed.data, context.signal);
    const moved = service === null ? null : movedTo(serviceView(service.seen), replaces);
    if (moved === null || (await readSameRevision(ecs, [moved.taskDefinition, taskDefinition], context))) return null;
    return movedError(ecs, { place: parsed.data, moved, taskDefinition, whenMoved, replaces }, context);
  },
  async run(request, context) {
    const ecs = await useEcs(context);
    const { settings = {}, forceNewDeployment, turnSeconds, replaces = null, onCancel } = request;
    // A deployment that the settings must force is there once they hold.
    const force = forceNewDeployment === true && !mustForce(settings);
    const sent = { taskDefinition: request.taskDefinition };
    const wanted = { ...request, place: request, settings, force, replaces, budgetSeconds: turnSeconds };
    let before: Service | null = null;
    let sentAt: number | null = null;
    const output = await sendAfterLook(
      {
        operation: 'UpdateService',
        look: async (attempts) => {
          // An earlier run may have sent it, whatever has become of it since.
          const at = attempts > 1 ? null : (context.earlier?.at ?? null);
          const unheard = await readUnheard(ecs, { place: request, sent, replaces, at }, context);
          if (unheard?.type === 'started') return unheard.output;
          const looked = await lookAgain(ecs, { ...wanted, sentAt }, context);
          if (!('joined' in looked)) return looked;
          const { service, joined } = looked;
          if (joined === null && unheard?.type === 'unknown') throw unheard.error;
          const seen = service.seen;
          // Ours may have arrived although its answer was lost: what it replaced is told as it would have been then.
          if (joined !== null && before !== null) {
            await warnReplacedUnheard(ecs, { place: request, before, made: joined.id }, context);
          }
          if (joined !== null && before === null) {
            const what = `deployment ${joined.id} of ${request.service} deploys ${revisionName(joined.taskDefinition)} already`;
            context.progress(`nothing is sent: ${what}`, { deploymentId: joined.id });
          }
          before = seen;
          return joined === null ? null : started(seen, { primary: joined, previous: null, before: seen });
        },
        send: async () => {
          sentAt ??= context.clock.now();
          const after = await send(request, context);
          const known = before ?? {};
          const update = begun(request, { before: known, after });
          await warnReplaced(ecs, { before: known, after, made: update.deploymentId }, context);
          return update;
        },
      },
      context,
    );
    // Nobody will wait for what was started while a signal came, so it is told here what goes on.
    if (context.signal.aborted) throw await interruptedBy({ ...request, ...output, onCancel }, context);
    return output;
  },
});

type Input = z.output<typeof input>;

/** What the update started. Throws `NO_DEPLOYMENT_STARTED`. */
function begun(
  { cluster, service, taskDefinition, forceNewDeployment }: Input,
  { before, after }: { readonly before: Service; readonly after: Service },
): z.output<typeof startedOutput> {
  const previous = primaryOf(before);
  const ours = primaryOf(after);
  // Settings may need no deployment; another revision and force do.
  const mayStay = previous?.taskDefinition === taskDefinition && forceNewDeployment !== true;
  if (ours === undefined || (ours.id === previous?.id && !mayStay))
    throw noDeploymentStarted({ cluster, service }, previous?.id ?? 'none');
  return started(after, { primary: ours, previous: previous?.id ?? null, before });
}

async function interruptedBy(rollout: CancelledRollout, context: StepContext): Promise<unknown> {
  const { deploymentId } = rollout;
  const link = consoleLink({ region: context.environment.region, place: rollout });
  const { reason } = context.signal;
  const error = watchInterrupted(rollout, { deploymentId, ...namesOf(context), link, reason });
  return rollBackOnCancel(rollout, error, context);
}

/** What is not sent. */
const own: ReadonlySet<string> = new Set(['replaces', 'whenMoved', 'onBusy', 'turnSeconds', 'onCancel', 'settings']);

/** The part of the input that is sent; in a plan it still holds references. */
function bodyOf(planned: JsonObject): JsonObject {
  const body = Object.fromEntries(Object.entries(planned).filter(([name]) => !own.has(name)));
  const { settings } = planned;
  return isJsonObject(settings) ? { ...body, ...settings } : body;
}

async function send(request: Input, context: StepContext): Promise<Service> {
  const { client, sdk } = await useEcsForWrites(context);
  using late = lateSignal(context);
  try {
    const { cluster, service } = request;
    const command = new sdk.UpdateServiceCommand({ cluster, service });
    // Settings may hold members that are newer than the SDK.
    const { output } = await sendRaw(client, command, { body: bodyOf(request), signal: late.signal });
    return output.service ?? {};
  } catch (error) {
    if (error instanceof Error && refusalCause(error.message) === 'service.deploymentLimit') {
      throw deploymentLimit(request, error);
    }
    throw translateError(error, { operation: 'ecs:UpdateService', subject: `${request.cluster}/${request.service}` });
  }
}
