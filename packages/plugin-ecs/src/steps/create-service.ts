import { createHash } from 'node:crypto';
import type { Service } from '@aws-sdk/client-ecs';
import { isAwsError, sendRaw, translateError } from '@funade/aws';
import {
  type DeployError,
  defineStep,
  isDeployError,
  isJsonObject,
  type JsonObject,
  type StepContext,
} from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';
import { movedError } from '../arrival/moved-error.ts';
import { namesOf } from '../arrival/names-of.ts';
import { readSameRevision } from '../arrival/read-same-revision.ts';
import { readService } from '../arrival/read-service.ts';
import { noDeploymentStarted } from '../model/errors.ts';
import { watchInterrupted } from '../model/watch-errors.ts';
import { deploymentGoesOn, started, startedOutput } from '../rollout/started-output.ts';
import { consoleLink } from '../service/console-link.ts';
import { primaryOf } from '../service/service-view.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  taskDefinition: z.string(),
  /** Everything else that CreateService is sent. */
  settings: z.custom<JsonObject>(isJsonObject, 'expected settings of CreateService'),
});

type Input = z.output<typeof input>;

/**
 * Makes a service and with it its first deployment.
 *
 * Looks first: where a service of this revision is there (an earlier run of the step, or another run of the same release,
 * has made it), nothing is sent. Throws `SERVICE_MOVED` where somebody made another one meanwhile, and
 * `NO_DEPLOYMENT_STARTED` when ECS starts none.
 */
export const createService = defineStep({
  kind: 'ecs.create-service',
  input,
  output: startedOutput,
  effect: 'changes',
  verb: 'create',
  goesOn: deploymentGoesOn,
  request: (planned) => ({ operation: 'ecs:CreateService', body: isJsonObject(planned) ? bodyOf(planned) : planned }),
  async run(request, context) {
    const ecs = await useEcs(context);
    const service = (await look(ecs, request, context)) ?? (await create(ecs, request, context));
    const primary = primaryOf(service);
    if (primary === undefined) throw noDeploymentStarted(request, 'none');
    const output = started(service, { primary, previous: null, before: {} });
    // Nobody will wait for what was started while a signal came, so it is told here what goes on.
    if (context.signal.aborted) throw interruptedBy(request, output.deploymentId, context);
    return output;
  },
});

function interruptedBy(place: Input, deploymentId: string, context: StepContext): DeployError {
  const link = consoleLink({ region: context.environment.region, place });
  return watchInterrupted(place, { deploymentId, ...namesOf(context), link, reason: context.signal.reason });
}

/** The request; in a plan it still holds references. */
function bodyOf({ settings, service, ...body }: JsonObject): JsonObject {
  return { ...body, serviceName: service, ...(isJsonObject(settings) ? settings : {}) };
}

/** The service, where it is there and runs what was wanted. Throws `SERVICE_MOVED` where it runs something else. */
async function look(ecs: Ecs, request: Input, context: StepContext): Promise<Service | null> {
  const found = await readService(ecs, request, context.signal);
  const primary = found === null ? undefined : primaryOf(found.seen);
  if (found === null || primary === undefined) return found?.seen ?? null;
  const { taskDefinition } = request;
  if (await readSameRevision(ecs, [primary.taskDefinition, taskDefinition], context)) return found.seen;
  const what = { place: request, moved: primary, taskDefinition, whenMoved: 'refused', replaces: null } as const;
  throw await movedError(ecs, what, context);
}

async function create(ecs: Ecs, request: Input, context: StepContext): Promise<Service> {
  try {
    return await send(ecs, request, context);
  } catch (error) {
    // ECS refuses to make what is there: somebody was quicker.
    const refused = isDeployError(error) && isAwsError(error.cause, 'InvalidParameterException');
    const service = refused ? await look(ecs, request, context) : null;
    if (service === null) throw error;
    return service;
  }
}

async function send({ client, sdk }: Ecs, request: Input, context: StepContext): Promise<Service> {
  const { cluster, service } = request;
  using late = lateSignal(context);
  try {
    const command = new sdk.CreateServiceCommand({ cluster, serviceName: service });
    // The same token when a lost answer makes the SDK send it again: ECS then answers with the service it made.
    const body = { ...bodyOf(request), clientToken: tokenOf(context) };
    const { output } = await sendRaw(client, command, { body, signal: late.signal });
    return output.service ?? {};
  } catch (error) {
    throw translateError(error, { operation: 'ecs:CreateService', subject: `${cluster}/${service}` });
  }
}

/** At most 36 characters. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
function tokenOf({ runId, step }: StepContext): string {
  return createHash('sha256').update(`${runId} ${step.id}`).digest('hex').slice(0, 32);
}
