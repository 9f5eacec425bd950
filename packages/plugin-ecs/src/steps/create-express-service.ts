import { isAwsError, sendRaw, translateError } from '@funade/aws';
import { defineStep, isDeployError, isJsonObject, type JsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { movedError } from '../arrival/moved-error.ts';
import { namesOf } from '../arrival/names-of.ts';
import { readService } from '../arrival/read-service.ts';
import { watchInterrupted } from '../model/watch-errors.ts';
import { readExpress } from '../observe/read-express.ts';
import { deploymentGoesOn, started } from '../rollout/started-output.ts';
import { consoleLink } from '../service/console-link.ts';
import { configurationHolds, configurationOf, urlsOf } from '../service/express-configuration.ts';
import { isExpress } from '../service/running-revision.ts';
import { primaryOf } from '../service/service-view.ts';
import { expressBody, expressInput } from './express-input.ts';
import { begunExpress, expressOutput, sayUrls } from './express-output.ts';

const input = z.strictObject(expressInput);

type Input = z.output<typeof input>;
type Output = z.output<typeof expressOutput>;

/**
 * Makes a service of Express Mode and with it its first deployment.
 *
 * Looks right before: where one is there that runs what is wanted (an earlier run of the step, whose answer was lost, or another
 * run of the same release has made it), nothing is sent. Throws `SERVICE_MOVED` where somebody made another one meanwhile.
 */
export const createExpressService = defineStep({
  kind: 'ecs.create-express-service',
  input,
  output: expressOutput,
  effect: 'changes',
  verb: 'create',
  goesOn: deploymentGoesOn,
  request: (planned) => ({
    operation: 'ecs:CreateExpressGatewayService',
    body: isJsonObject(planned) ? bodyOf(planned) : planned,
  }),
  async run(request, context) {
    const ecs = await useEcs(context);
    const output = await sendAfterLook(
      {
        operation: 'CreateExpressGatewayService',
        look: async () => look(ecs, request, context),
        send: async () => create(ecs, request, context),
      },
      context,
    );
    sayUrls(request, output.urls, context);
    if (context.signal.aborted) {
      const { deploymentId } = output;
      const link = consoleLink({ region: context.environment.region, place: request });
      const { reason } = context.signal;
      throw watchInterrupted(request, { deploymentId, ...namesOf(context), link, reason });
    }
    return output;
  },
});

/** The request; in a plan it still holds references. */
function bodyOf({ cluster, service, ...rest }: JsonObject): JsonObject {
  return { cluster, serviceName: service, ...expressBody(rest) };
}

/** What is there and is what was wanted; null: nothing is. Throws `SERVICE_MOVED` where it is something else. */
async function look(ecs: Ecs, request: Input, context: StepContext): Promise<Output | null> {
  const found = await readService(ecs, request, context.signal);
  const primary = found === null ? undefined : primaryOf(found.seen);
  if (found === null || primary === undefined) return null;
  const { configurations } = isExpress(found.seen)
    ? await readExpress(ecs, found.seen.serviceArn ?? '', context)
    : { configurations: [] };
  const running = configurationOf(configurations, primary);
  if (running === null || !configurationHolds(request, running)) {
    const { taskDefinition } = request;
    const what = {
      moved: primary,
      taskDefinition: taskDefinition ?? {},
      whenMoved: 'refused',
      replaces: null,
    } as const;
    throw await movedError(ecs, { place: request, ...what }, context);
  }
  return { ...started(found.seen, { primary, previous: null, before: {} }), urls: urlsOf(running) };
}

async function create(ecs: Ecs, request: Input, context: StepContext): Promise<Output> {
  try {
    return await send(request, context);
  } catch (error) {
    // ECS refuses to make what is there: somebody was quicker.
    const refused = isDeployError(error) && isAwsError(error.cause, 'InvalidParameterException');
    const found = refused ? await look(ecs, request, context) : null;
    if (found === null) throw error;
    return found;
  }
}

async function send(request: Input, context: StepContext): Promise<Output> {
  const { client, sdk } = await useEcsForWrites(context);
  using late = lateSignal(context);
  try {
    const command = new sdk.CreateExpressGatewayServiceCommand({ infrastructureRoleArn: '' });
    const { output } = await sendRaw(client, command, { body: bodyOf({ ...request }), signal: late.signal });
    return begunExpress({ place: request, before: {}, configuration: output.service?.activeConfigurations?.[0] });
  } catch (error) {
    if (isDeployError(error)) throw error;
    const subject = `${request.cluster}/${request.service}`;
    throw translateError(error, { operation: 'ecs:CreateExpressGatewayService', subject });
  }
}
