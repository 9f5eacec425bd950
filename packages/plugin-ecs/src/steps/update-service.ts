import type { Service } from '@aws-sdk/client-ecs';
import { translateError } from '@funade/aws';
import { defineStep, isJsonObject, type Json, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../ecs-client.ts';
import { noDeploymentStarted, serviceNotFound } from '../errors.ts';
import { takeTurn } from '../rate-limit.ts';
import { deploymentLimit } from '../rollout-errors.ts';
import { findService } from '../rules/find-service.ts';
import type { DeploymentView } from '../rules/rollout-views.ts';
import { refusalCause } from '../rules/stop-cause.ts';
import { serviceView } from './service-view.ts';
import { waitForTurn } from './wait-for-turn.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  taskDefinition: z.string(),
  /** Only when the user forced it. */
  forceNewDeployment: z.literal(true).optional(),
  /** What is done when another deployment is in progress. Not sent. */
  onBusy: z.enum(['wait', 'fail', 'supersede']).default('wait'),
  /** How long its end is waited for. Not sent. */
  turnSeconds: z.number().positive().default(900),
});

const output = z.object({
  deploymentId: z.string(),
  /** The deployment that was primary before; null when ours was there already. */
  previousDeploymentId: z.string().nullable(),
  /** Every other deployment that was there. */
  knownDeploymentIds: z.array(z.string()),
  /** Of our deployment, by ECS's clock, in milliseconds since the epoch. */
  createdAt: z.number().nullable(),
  taskDefinition: z.string(),
  /** ARN of another revision, whose deployment was done last before ours; null when none is known. */
  previousTaskDefinition: z.string().nullable(),
  /** Of the service revision, where ECS says it. */
  revisionArn: z.string().nullable(),
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
  output,
  request: (planned) => ({ operation: 'ecs:UpdateService', body: bodyOf(planned) }),
  async run(request, context) {
    const ecs = await useEcs(context);
    const { onBusy, turnSeconds: budgetSeconds, ...body } = request;
    const { taskDefinition } = request;
    const isOurs = (service: Service): boolean =>
      primaryOf(service)?.taskDefinition === taskDefinition && request.forceNewDeployment !== true;
    let before = await look(ecs, request, context);
    const turn = { place: request, taskDefinition, onBusy, budgetSeconds };
    if (!isOurs(before) && (await waitForTurn(turn, serviceView(before), context))) {
      before = await look(ecs, request, context);
    }
    const primary = primaryOf(before);
    if (primary !== undefined && isOurs(before)) return started(before, { primary, previous: null, before });
    const after = await send(ecs, body, context);
    const ours = primaryOf(after);
    if (ours === undefined || ours.id === primary?.id) throw noDeploymentStarted(request, primary?.id ?? 'none');
    return started(after, { primary: ours, previous: primary?.id ?? null, before });
  },
});

/** The part of the input that is sent; in a plan it still holds references. */
function bodyOf(planned: Json): Json {
  if (!isJsonObject(planned)) return planned;
  const { onBusy: _busy, turnSeconds: _seconds, ...body } = planned;
  return body;
}

type Input = z.output<typeof input>;
type Body = Omit<Input, 'onBusy' | 'turnSeconds'>;

async function look({ client, sdk }: Ecs, request: Input, context: StepContext): Promise<Service> {
  const { cluster, service } = request;
  await takeTurn(context, 'serviceRead');
  try {
    const command = new sdk.DescribeServicesCommand({ cluster, services: [service] });
    const { services = [] } = await client.send(command, { abortSignal: context.signal });
    const found = findService(services, service);
    if (found?.status === 'ACTIVE') return found;
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeServices', subject: `${cluster}/${service}` });
  }
  throw serviceNotFound(request, null);
}

async function send({ client, sdk }: Ecs, request: Body, context: StepContext): Promise<Service> {
  const { forceNewDeployment, ...rest } = request;
  await takeTurn(context, 'serviceModify');
  try {
    const command = new sdk.UpdateServiceCommand(forceNewDeployment === true ? { ...rest, forceNewDeployment } : rest);
    const { service = {} } = await client.send(command, { abortSignal: context.signal });
    return service;
  } catch (error) {
    if (error instanceof Error && refusalCause(error.message) === 'service.deploymentLimit') {
      throw deploymentLimit(request, error);
    }
    throw translateError(error, { operation: 'ecs:UpdateService', subject: `${request.cluster}/${request.service}` });
  }
}

function started(
  service: Service,
  {
    primary,
    previous,
    before,
  }: { readonly primary: DeploymentView; readonly previous: string | null; readonly before: Service },
): z.output<typeof output> {
  const all = [...serviceView(before).deployments, ...serviceView(service).deployments];
  const others = all.filter(({ id }) => id !== primary.id);
  const done = others.filter(
    ({ rolloutState, taskDefinition }) =>
      taskDefinition !== primary.taskDefinition && (rolloutState === 'COMPLETED' || rolloutState === null),
  );
  const [last] = done.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  const number = primary.id.slice(primary.id.lastIndexOf('/') + 1);
  return {
    deploymentId: primary.id,
    previousDeploymentId: previous,
    knownDeploymentIds: [...new Set(others.map(({ id }) => id))],
    createdAt: primary.createdAt,
    taskDefinition: primary.taskDefinition,
    previousTaskDefinition: last?.taskDefinition ?? null,
    // The number of a deployment is that of its service revision; the ARN itself is taken from the answer.
    revisionArn:
      (service.currentServiceRevisions ?? []).map(({ arn }) => arn ?? '').find((arn) => arn.endsWith(`/${number}`)) ??
      null,
  };
}

function primaryOf(service: Service): DeploymentView | undefined {
  return serviceView(service).deployments.find(({ status }) => status === 'PRIMARY');
}
