import type { ExpressGatewayServiceConfiguration, Service } from '@aws-sdk/client-ecs';
import type { StepContext } from '@funade/core';
import { z } from 'zod';
import { noDeploymentStarted, type ServiceRef } from '../model/errors.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import { started, startedOutput } from '../rollout/started-output.ts';
import { urlsOf } from '../service/express-configuration.ts';
import { primaryOf } from '../service/service-view.ts';

/** What a step says that made or updated a service of Express Mode. */
export const expressOutput = z.object({
  ...startedOutput.shape,
  /** Where it answers. */
  urls: z.array(z.string()),
});

interface Begun {
  readonly place: ServiceRef;
  /** The service as it was; empty when there was none. */
  readonly before: Service;
  /** What its deployment runs, as the answer tells. */
  readonly configuration: ExpressGatewayServiceConfiguration | undefined;
}

/** What an answer says of the deployment that it started. Throws `NO_DEPLOYMENT_STARTED` where it names no revision. */
export function begunExpress({ place, before, configuration }: Begun): z.output<typeof expressOutput> {
  const { serviceRevisionArn = '', taskDefinitionArn = '', createdAt, ingressPaths } = configuration ?? {};
  const previous = primaryOf(before) ?? null;
  const number = serviceRevisionArn.slice(serviceRevisionArn.lastIndexOf('/') + 1);
  if (number === '') throw noDeploymentStarted(place, previous?.id ?? 'none');
  const primary: DeploymentView = {
    // A deployment has the number of its service revision.
    id: `ecs-svc/${number}`,
    status: 'PRIMARY',
    taskDefinition: taskDefinitionArn,
    rolloutState: null,
    reason: null,
    desired: 0,
    pending: 0,
    running: 0,
    failed: 0,
    createdAt: createdAt?.getTime() ?? null,
    updatedAt: null,
  };
  return {
    ...started(before, { primary, previous: previous?.id ?? null, before }),
    revisionArn: serviceRevisionArn,
    urls: urlsOf({ ingressPaths: (ingressPaths ?? []).map(({ endpoint }) => ({ endpoint: endpoint ?? '' })) }),
  };
}

/** Says where a service answers. */
export function sayUrls({ service }: ServiceRef, urls: readonly string[], context: StepContext): void {
  for (const url of urls) context.progress(`${service} answers at ${url}`, { url });
}
