import type { Service } from '@aws-sdk/client-ecs';
import { translateError } from '@funade/aws';
import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../ecs-client.ts';
import { noDeploymentStarted, serviceNotFound } from '../errors.ts';
import { takeTurn } from '../rate-limit.ts';
import { findService } from '../rules/find-service.ts';
import type { DeploymentView } from '../rules/rollout-verdict.ts';
import { serviceView } from './service-view.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  taskDefinition: z.string(),
  /** Only when the user forced it. */
  forceNewDeployment: z.literal(true).optional(),
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
  /** Of the service revision, where ECS says it. */
  revisionArn: z.string().nullable(),
});

/**
 * Makes a service run a revision: one UpdateService with exactly the step's input.
 *
 * Looks first: where the primary deployment is of this revision already (an earlier run of the step, or ECS went back by
 * itself), nothing is sent. Throws `NO_DEPLOYMENT_STARTED` when ECS keeps the deployment it had.
 */
export const updateService = defineStep({
  kind: 'ecs.update-service',
  input,
  output,
  request: (body) => ({ operation: 'ecs:UpdateService', body }),
  async run(request, context) {
    const ecs = await useEcs(context);
    const before = await look(ecs, request, context);
    const primary = primaryOf(before);
    if (primary?.taskDefinition === request.taskDefinition && request.forceNewDeployment !== true) {
      return started(before, { primary, previous: null, known: [] });
    }
    const after = await send(ecs, request, context);
    const ours = primaryOf(after);
    if (ours === undefined || ours.id === primary?.id) throw noDeploymentStarted(request, primary?.id ?? 'none');
    const known = (before.deployments ?? []).map(({ id }) => id ?? '');
    return started(after, { primary: ours, previous: primary?.id ?? null, known });
  },
});

type Input = z.output<typeof input>;

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

async function send({ client, sdk }: Ecs, request: Input, context: StepContext): Promise<Service> {
  const { forceNewDeployment, ...rest } = request;
  await takeTurn(context, 'serviceModify');
  try {
    const command = new sdk.UpdateServiceCommand(forceNewDeployment === true ? { ...rest, forceNewDeployment } : rest);
    const { service = {} } = await client.send(command, { abortSignal: context.signal });
    return service;
  } catch (error) {
    throw translateError(error, { operation: 'ecs:UpdateService', subject: `${request.cluster}/${request.service}` });
  }
}

function started(
  service: Service,
  {
    primary,
    previous,
    known,
  }: { readonly primary: DeploymentView; readonly previous: string | null; readonly known: readonly string[] },
): z.output<typeof output> {
  const others = (service.deployments ?? []).map(({ id }) => id ?? '').filter((id) => id !== primary.id);
  const number = primary.id.slice(primary.id.lastIndexOf('/') + 1);
  return {
    deploymentId: primary.id,
    previousDeploymentId: previous,
    knownDeploymentIds: [...new Set([...known, ...others])],
    createdAt: primary.createdAt,
    taskDefinition: primary.taskDefinition,
    // The number of a deployment is that of its service revision; the ARN itself is taken from the answer.
    revisionArn:
      (service.currentServiceRevisions ?? []).map(({ arn }) => arn ?? '').find((arn) => arn.endsWith(`/${number}`)) ??
      null,
  };
}

function primaryOf(service: Service): DeploymentView | undefined {
  return serviceView(service).deployments.find(({ status }) => status === 'PRIMARY');
}
