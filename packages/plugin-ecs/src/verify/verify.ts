import type { Service } from '@aws-sdk/client-ecs';
import { translateError } from '@funade/aws';
import {
  type Artifact,
  artifactsOf,
  type Check,
  isJsonObject,
  type JsonObject,
  type RunContext,
  type TargetId,
  type VerifyInput,
} from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { findService } from '../api/find-service.ts';
import { batchByCluster } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import { isService } from '../options/jobs.ts';
import type { EcsOptions, EcsTargetOptions } from '../options/options.ts';
import { runningRevision } from '../service/running-revision.ts';
import { checkLogGroups } from './check-log-groups.ts';
import { checkPlaceholders } from './check-placeholders.ts';
import { checkPlaces } from './check-places.ts';
import { checkPlatforms } from './check-platforms.ts';
import { checkRoles } from './check-roles.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkTargetGroups } from './check-target-groups.ts';
import { lookAtEach } from './look-at-each.ts';
import type { VerifiedTarget } from './verified-target.ts';

/**
 * Proves that what the plan's task definitions and services refer to exists and fits: cluster, service, roles, image
 * platforms, secrets and parameters, log groups, target groups. Reads only; each thing is looked at once, however many
 * targets use it. Throws what `translateError` says of an answer that tells nothing.
 */
export async function verify(input: VerifyInput<EcsTargetOptions>, context: RunContext): Promise<readonly Check[]> {
  const targets = await verifiedTargets(input, context);
  const checks = await settleAll<readonly Check[]>([
    checkRoles(targets, context),
    checkSecrets(targets, context),
    checkLogGroups(targets, context),
    checkTargetGroups(targets, context),
  ]);
  return [...checkPlaces(targets), ...checkPlatforms(targets), ...checkPlaceholders(targets), ...checks.flat()];
}

/** Every target with the task definition that will run there. */
async function verifiedTargets(
  { request, plan, requests, artifacts }: VerifyInput<EcsTargetOptions>,
  context: RunContext,
): Promise<readonly VerifiedTarget[]> {
  const ecs = await useEcs(context);
  const services = await describeServices(
    ecs,
    request.targets.filter(isService).map(({ options }) => options),
    context,
  );
  const planned = request.targets.map(({ id, options }) => {
    const { body, settings } = plannedBodies({ plan, requests }, id);
    const service = services.get(options) ?? null;
    const runs = service === null ? null : runningRevision(service);
    const planned = typeof settings.taskDefinition === 'string' ? settings.taskDefinition : runs;
    const running = planned ?? existingRevision(artifacts, id);
    return { id, options, service, settings, body, running: running ?? null };
  });
  const described = await lookAtEach(
    planned.flatMap(({ body, running }) => (body === null && running !== null ? [running] : [])),
    async (arn) => (await describeTaskDefinition(ecs, arn, context)).taskDefinition,
  );
  return planned.map(({ id, options, service, settings, body, running }) => ({
    id,
    options,
    service,
    settings,
    definition: body ?? described.get(running ?? '') ?? madeByEcs(options),
    images: artifactsOf(artifacts, 'image').filter((artifact) => artifact.target === id),
  }));
}

/** As far as it is known what ECS will make of the image of an Express service. */
function madeByEcs({ express }: EcsTargetOptions): JsonObject {
  if (express === undefined) return {};
  const cpuArchitecture = express.cpuArchitecture ?? 'X86_64';
  return {
    requiresCompatibilities: ['FARGATE'],
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture },
  };
}

/** The revision of a job, which is no member of any service. */
function existingRevision(artifacts: readonly Artifact[], target: TargetId): string | null {
  const { taskDefinition } = artifactsOf(artifacts, 'revision').find((artifact) => artifact.target === target) ?? {};
  return typeof taskDefinition === 'string' && taskDefinition !== '' ? taskDefinition : null;
}

/** What the plan sends for a target: the body that registers its revision, and what it writes to the service. */
function plannedBodies(
  { plan, requests }: Pick<VerifyInput, 'plan' | 'requests'>,
  target: TargetId,
): { readonly body: JsonObject | null; readonly settings: JsonObject } {
  const steps = new Set(plan.targets.find(({ id }) => id === target)?.steps);
  // A revision may be registered by the step of another target that has the same one.
  const register = requests.find(
    ({ step, operation }) => operation === 'ecs:RegisterTaskDefinition' && steps.has(step),
  );
  const write = requests.find(
    ({ targets, operation }) =>
      targets.includes(target) && ['ecs:UpdateService', 'ecs:CreateService'].includes(operation),
  );
  return {
    body: isJsonObject(register?.body) ? register.body : null,
    settings: isJsonObject(write?.body) ? write.body : {},
  };
}

async function describeServices(
  ecs: Ecs,
  options: readonly EcsOptions[],
  context: RunContext,
): Promise<ReadonlyMap<EcsTargetOptions, Service>> {
  const answers = await settleAll(
    batchByCluster<EcsOptions>(options).map(async (batch) => {
      const services = await describe(ecs, batch, context);
      return batch.flatMap((place) => {
        const found = findService(services, place.service);
        return found === undefined ? [] : [[place, found] as const];
      });
    }),
  );
  return new Map(answers.flat());
}

async function describe(
  { client, sdk }: Ecs,
  batch: readonly EcsOptions[],
  context: RunContext,
): Promise<readonly Service[]> {
  const cluster = batch[0]?.cluster ?? '';
  try {
    const command = new sdk.DescribeServicesCommand({ cluster, services: batch.map(({ service }) => service) });
    return (await client.send(command, { abortSignal: context.signal })).services ?? [];
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeServices', subject: cluster });
  }
}
