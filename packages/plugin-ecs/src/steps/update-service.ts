import type { Service } from '@aws-sdk/client-ecs';
import { sendRaw, translateError } from '@funade/aws';
import { defineStep, isJsonObject, type JsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { findService } from '../api/find-service.ts';
import { lateSignal } from '../api/late-signal.ts';
import { noDeploymentStarted, serviceNotFound } from '../model/errors.ts';
import { deploymentLimit, watchInterrupted } from '../model/rollout-errors.ts';
import { namesOf } from '../rollout/names-of.ts';
import { type CancelledRollout, rollBackOnCancel } from '../rollout/roll-back-on-cancel.ts';
import { started, startedOutput } from '../rollout/started-output.ts';
import { waitForTurn } from '../rollout/wait-for-turn.ts';
import { consoleLink } from '../service/console-link.ts';
import { runningSettings, settingsHold } from '../service/service-settings.ts';
import { primaryOf, serviceView } from '../service/service-view.ts';
import { refusalCause } from '../stopped-task/stop-cause.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  taskDefinition: z.string(),
  /** Only when the user forced it. */
  forceNewDeployment: z.literal(true).optional(),
  /** Settings of the service that differ from what runs; sent beside the rest. */
  settings: z.custom<JsonObject>(isJsonObject, 'expected settings of UpdateService').optional(),
  /** What is done when another deployment is in progress. Not sent. */
  onBusy: z.enum(['wait', 'fail', 'supersede']).default('wait'),
  /** How long its end is waited for. Not sent. */
  turnSeconds: z.number().positive().default(900),
  /** What is done with the deployment when the run is told to end while it starts. Not sent. */
  onCancel: z.enum(['leave', 'rollback']).default('leave'),
});

/**
 * Makes a service run a revision: one UpdateService with the step's place and revision.
 *
 * Looks first: where the primary deployment is of this revision already (an earlier run of the step, or ECS went back by
 * itself), nothing is sent; where another one is in progress, `onBusy` decides. Throws `DEPLOYMENT_BUSY`, and
 * `NO_DEPLOYMENT_STARTED` when ECS keeps the deployment it had.
 */
export const updateService = defineStep({
  kind: 'ecs.update-service',
  input,
  output: startedOutput,
  request: (planned) => ({ operation: 'ecs:UpdateService', body: isJsonObject(planned) ? bodyOf(planned) : planned }),
  async run(request, context) {
    const ecs = await useEcs(context);
    const { onBusy, turnSeconds: budgetSeconds, onCancel } = request;
    const { taskDefinition, settings = {}, forceNewDeployment = false } = request;
    const isOfRevision = (service: Service): boolean => primaryOf(service)?.taskDefinition === taskDefinition;
    const isOurs = ({ seen, raw }: SeenService): boolean =>
      isOfRevision(seen) && !forceNewDeployment && settingsHold(settings, runningSettings(settings, raw));
    let before = await look(ecs, request, context);
    const turn = { place: request, taskDefinition, onBusy, budgetSeconds };
    if (!isOurs(before) && (await waitForTurn(turn, serviceView(before.seen), context))) {
      before = await look(ecs, request, context);
    }
    const primary = primaryOf(before.seen);
    if (primary !== undefined && isOurs(before))
      return started(before.seen, { primary, previous: null, before: before.seen });
    const after = await send(ecs, request, context);
    const ours = primaryOf(after);
    // Settings may need no deployment; another revision and force do.
    const mayStay = isOfRevision(before.seen) && !forceNewDeployment;
    if (ours === undefined || (ours.id === primary?.id && !mayStay))
      throw noDeploymentStarted(request, primary?.id ?? 'none');
    const output = started(after, { primary: ours, previous: primary?.id ?? null, before: before.seen });
    // Nobody will wait for what was started while a signal came, so it is told here what goes on.
    if (context.signal.aborted) throw await interruptedBy({ ...request, ...output, onCancel }, context);
    return output;
  },
});

async function interruptedBy(rollout: CancelledRollout, context: StepContext): Promise<unknown> {
  const { deploymentId } = rollout;
  const link = consoleLink({ region: context.environment.region, place: rollout });
  const { reason } = context.signal;
  const error = watchInterrupted(rollout, { deploymentId, ...namesOf(context), link, reason });
  return rollBackOnCancel(rollout, error, context);
}

/** The part of the input that is sent; in a plan it still holds references. */
function bodyOf(planned: JsonObject): JsonObject {
  const { onBusy: _busy, turnSeconds: _seconds, onCancel: _cancel, settings, ...body } = planned;
  return isJsonObject(settings) ? { ...body, ...settings } : body;
}

type Input = z.output<typeof input>;

/** A service as the SDK reads it, and as it came. */
interface SeenService {
  readonly seen: Service;
  readonly raw: JsonObject;
}

async function look({ client, sdk }: Ecs, request: Input, context: StepContext): Promise<SeenService> {
  const { cluster, service } = request;
  try {
    const command = new sdk.DescribeServicesCommand({ cluster, services: [service] });
    const { output, body } = await sendRaw(client, command, { signal: context.signal, exactNumbers: true });
    const seen = findService(output.services ?? [], service);
    const raws = (Array.isArray(body.services) ? body.services : []).filter(isJsonObject);
    if (seen?.status === 'ACTIVE') return { seen, raw: findService(raws, service) ?? {} };
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeServices', subject: `${cluster}/${service}` });
  }
  throw serviceNotFound(request, null);
}

async function send({ client, sdk }: Ecs, request: Input, context: StepContext): Promise<Service> {
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
