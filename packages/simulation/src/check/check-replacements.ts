import type { JsonObject, Plan } from '@funade/core';
import type { Broken } from '../model/broken.ts';
import type { ProcessRecord, Recording } from '../model/recording.ts';
import { releases } from '../model/story.ts';
import { callsOf, wasDone } from './effects-of.ts';
import { deploymentIdOf, text } from './steps-of.ts';
import { noticed, primaryBefore, releaseOf, type SeenDeployment, timelineOf } from './timeline.ts';

/** The second invariant: nothing is replaced unnoticed, and an older release never replaces a newer one unasked. */
export function checkReplacements(recording: Recording): readonly Broken[] {
  const wrong: Broken[] = [];
  for (const end of recording.ends) {
    const deployments = timelineOf(recording, end);
    for (const deployment of deployments) {
      const { madeBy } = deployment;
      if (madeBy === null) continue;
      const before = primaryBefore(deployments, deployment.id);
      if (before === null) continue;
      const known = knownTo(recording, madeBy);
      if (!known.includes(before.id) && !isRollbackTo(deployments, before, known)) {
        const text = `${deployment.id} of ${end.service}@${end.environment} replaced ${before.id}, of which process ${madeBy.id} says nothing`;
        wrong.push({ invariant: 2, rule: 'nothing is replaced unnoticed', text, process: madeBy.id });
      }
      if (cutOff(recording, deployment, before)) {
        const text = `${deployment.id} of ${end.service}@${end.environment} replaced ${before.id}, which was in progress`;
        wrong.push({ invariant: 2, rule: 'a deployment in progress is waited for', text, process: madeBy.id });
      }
      const order = outOfOrder(recording, deployment, before);
      if (order !== null)
        wrong.push({ invariant: 2, rule: 'an older release replaces no newer one', text: order, process: madeBy.id });
    }
  }
  return [...wrong, ...recording.processes.flatMap((record) => foreignStops(recording, record))];
}

/** Whether a deploy replaced a deployment in progress of another revision, although it was to wait for it, and says nothing of it. */
function cutOff({ story, ends, ...recording }: Recording, deployment: SeenDeployment, before: SeenDeployment): boolean {
  const { madeBy, environment, service, revision, createdAt } = deployment;
  if (madeBy === null || madeBy.command.command !== 'deploy' || madeBy.killed || madeBy.signalled) return false;
  if (before.madeBy === madeBy || before.revision === revision || before.status !== 'STOPPED') return false;
  const plan = madeBy.plan as Partial<Plan> | null;
  if (releaseOf({ story, ends, ...recording }, environment, revision) !== plan?.release?.tag) return false;
  const { onBusy = 'wait' } = story.world.services.find(({ name }) => name === service)?.ecs ?? {};
  const told = [...madeBy.said, ...madeBy.events.map((event) => (event.type === 'step-warned' ? event.message : ''))];
  if (onBusy === 'supersede' || told.some((text) => text.includes(before.id))) return false;
  const stopped = ends.flatMap(({ deployments }) => deployments).find((each) => deploymentIdOf(each) === before.id);
  return Number(stopped?.stoppedAt ?? stopped?.finishedAt ?? 0) * 1000 >= createdAt;
}

/** What ECS rolls back to serves on: whoever knew of it, knows what is replaced. */
function isRollbackTo(deployments: readonly SeenDeployment[], before: SeenDeployment, known: string): boolean {
  return deployments.some(({ rollback, id }) => rollback?.to === before.id && known.includes(id));
}

/** A resumed run knows what the runs before it knew. */
function knownTo(recording: Recording, record: ProcessRecord): string {
  if (record.command.command !== 'resume') return noticed(record);
  return recording.processes
    .filter(({ id }) => id <= record.id)
    .map(noticed)
    .join('\n');
}

function outOfOrder(recording: Recording, deployment: SeenDeployment, before: SeenDeployment): string | null {
  const { madeBy, environment, revision, service } = deployment;
  const plan = madeBy?.plan as Plan | null | undefined;
  if (madeBy == null || plan == null || !('release' in plan) || plan.allow?.downgrade === true) return null;
  if (madeBy.command.command !== 'deploy' && madeBy.command.command !== 'resume') return null;
  const own = releaseOf(recording, environment, revision);
  const other = releaseOf(recording, environment, before.revision);
  // What it rolled back to is not what it was asked for.
  if (own === null || other === null || own !== plan.release.tag) return null;
  const rank = (release: string): number => (releases as readonly string[]).indexOf(release);
  if (rank(own) >= rank(other)) return null;
  const told = madeBy.events.some((event) => event.type === 'step-warned' && event.message.includes(before.id));
  if (told) return null;
  return `${deployment.id} of ${own} replaced ${before.id} of ${other} for ${service}@${environment}`;
}

/** Deployments that a deploy has stopped although others had started them. */
function foreignStops(recording: Recording, record: ProcessRecord): readonly Broken[] {
  if (record.command.command !== 'deploy') return [];
  const own = record.plan !== null && 'release' in record.plan ? record.plan.release.tag : null;
  return callsOf(record, recording)
    .filter(({ operation }) => operation === 'ecs.StopServiceDeployment')
    .filter(wasDone)
    .flatMap(({ body }): readonly Broken[] => {
      const arn = text(body as JsonObject, 'serviceDeploymentArn');
      for (const end of recording.ends) {
        const stopped = end.deployments.find(({ serviceDeploymentArn }) => serviceDeploymentArn === arn);
        if (stopped === undefined) continue;
        const id = deploymentIdOf(stopped);
        const release = releaseOf(recording, end.environment, recording.revisions.get(id) ?? '');
        if (release === own) return [];
        const what = `it stopped ${id} of ${release ?? 'somebody else'}, and deploys ${own}`;
        return [{ invariant: 2, rule: 'a deploy stops its own deployments alone', text: what, process: record.id }];
      }
      return [];
    });
}
