import type { RunContext, RunningDeployment, StandingRequest, TargetStatus } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { revisionName } from '../model/revision-name.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import { isEnded } from '../model/service-deployment.ts';
import { containersOf, type EcsOptions } from '../options/options.ts';
import { stageEnd } from '../rollout/stage-end.ts';
import { standingState } from '../rollout/standing-state.ts';
import { releaseOfImages } from '../task-definition/release-of-revision.ts';
import { readDrift } from './read-drift.ts';
import { type ImagesRead, readImages } from './read-images.ts';
import { readStanding, type Standing } from './read-standing.ts';

/**
 * What runs of each target, how far what is in progress is, and what differs from the config. Reads only.
 *
 * @throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function status(
  { project, targets }: StandingRequest<EcsOptions>,
  context: RunContext,
): Promise<readonly TargetStatus[]> {
  const ecs = await useEcs(context);
  const { byTarget } = await readStanding(ecs, targets, context);
  const found = [...byTarget.values()].flatMap((standing) => standing.found ?? []);
  const images = await readImages(ecs, found, context);
  const now = context.clock.now();
  const told = targets.map(async (target) => {
    const standing = byTarget.get(target.id);
    if (standing === undefined) return [];
    const { id, service, options } = target;
    const stands = statusOf(standing, { images, own: new Set(containersOf(options).keys()), now });
    const drift = await readDrift(ecs, { project, target, standing, stands }, context);
    return [{ id, service, ...stands, ...(drift === null ? {} : { drift }) }];
  });
  return (await settleAll(told)).flat();
}

/** What a status is told with. */
interface Telling {
  readonly images: ImagesRead;
  /** The containers that get the target's images. */
  readonly own: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

function statusOf(standing: Standing, { images, own, now }: Telling): Omit<TargetStatus, 'id' | 'service'> {
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
      found === null || state === 'missing'
        ? []
        : inOrder.map((each) => {
            const run = images.of(found, each);
            return { ...deploymentOf(each, run), version: releaseOfImages(run, own) };
          }),
    ...stagedOf(standing, now),
  };
}

function stagedOf({ serviceDeployment: deployment }: Standing, now: number): Pick<TargetStatus, 'rollout'> {
  if (deployment === null || deployment.shift === null || isEnded(deployment)) return {};
  const { deploymentId, stage, shift } = deployment;
  const { strategy, production, test } = shift;
  const until = stageEnd(deployment, now);
  const at = until === null ? null : new Date(until).toISOString();
  return { rollout: { deployment: deploymentId, strategy, stage, traffic: { production, test }, until: at } };
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
