import type { RunContext, RunningDeployment, StandingRequest, TargetStatus } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { revisionName } from '../model/revision-name.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import type { EcsOptions } from '../options/options.ts';
import { standingState } from '../rollout/standing-state.ts';
import { type ImagesRead, readImages } from './read-images.ts';
import { readStanding, type Standing } from './read-standing.ts';

/**
 * What runs of each target. Reads only.
 *
 * @throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function status(
  { targets }: StandingRequest<EcsOptions>,
  context: RunContext,
): Promise<readonly TargetStatus[]> {
  const ecs = await useEcs(context);
  const { byTarget } = await readStanding(ecs, targets, context);
  const found = [...byTarget.values()].flatMap((standing) => standing.found ?? []);
  const images = await readImages(ecs, found, context);
  return targets.flatMap(({ id, service }) => {
    const standing = byTarget.get(id);
    return standing === undefined ? [] : [{ id, service, ...statusOf(standing, images) }];
  });
}

function statusOf(standing: Standing, images: ImagesRead): Omit<TargetStatus, 'id' | 'service'> {
  const { place, found, service } = standing;
  const { state, note } = standingState(standing);
  const running = (service?.deployments ?? []).filter(
    ({ status: role, running: tasks, pending }) => role === 'PRIMARY' || tasks + pending > 0,
  );
  const inOrder = running.toSorted((a, b) => rank(a) - rank(b));
  return {
    place: `${place.cluster}/${place.service}`,
    state,
    note,
    deployments:
      found === null || state === 'missing' ? [] : inOrder.map((each) => deploymentOf(each, images.of(found, each))),
  };
}

function rank({ status: role }: DeploymentView): number {
  return role === 'PRIMARY' ? 0 : 1;
}

function deploymentOf(
  { id, status: role, taskDefinition, createdAt, running, desired }: DeploymentView,
  images: RunningDeployment['images'],
): RunningDeployment {
  return {
    id,
    role: role === 'PRIMARY' ? 'new' : 'old',
    revision: revisionName(taskDefinition),
    images,
    since: createdAt === null ? null : new Date(createdAt).toISOString(),
    running,
    desired,
  };
}
