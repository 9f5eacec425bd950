import { resourceName } from '@funade/aws';
import {
  type HistoryRequest,
  type PastDeployment,
  type RunContext,
  type StandingRequest,
  type TargetHistory,
  type TargetStatus,
  versionStep,
} from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { listNewest } from '../api/list-revisions.ts';
import { listTasks } from '../api/list-tasks.ts';
import { settleAll } from '../api/settle-all.ts';
import { revisionName } from '../model/revision-name.ts';
import { type JobTarget, jobsOf } from '../options/jobs.ts';
import { containersOf, type EcsTargetOptions } from '../options/options.ts';
import { releaseOfImages } from '../task-definition/release-of-revision.ts';
import { originOf, provenanceOf, recordedRun } from '../task-definition/revision-tags.ts';
import { imagesAsked } from '../task-definition/running-image.ts';
import { jobFamily } from './job-family.ts';

/** Revisions of a job that a history looks at. */
const deepest = 20;

/** What runs of each job: its newest active revision, and the tasks of it that run at this moment. Reads only. */
export async function jobStatus(
  request: StandingRequest<EcsTargetOptions>,
  context: RunContext,
): Promise<readonly TargetStatus[]> {
  const jobs = jobsOf(request.targets);
  if (jobs.length === 0) return [];
  const ecs = await useEcs(context);
  return settleAll(
    jobs.map(async (job): Promise<TargetStatus> => {
      const { id, service, options } = job;
      const family = await jobFamily(job, request, context);
      const [revision] = family === null ? [] : await revisionsOf(ecs, { job, family, limit: 1 }, context);
      const base = { id, service, place: placeOf(job, family), job: true } as const;
      if (family === null || revision === undefined)
        return { ...base, state: 'missing', note: noteOf(family), deployments: [] };
      const running = await countTasks(ecs, { cluster: options.cluster, family }, context);
      const { revision: name, images, at } = revision;
      const deployment = { id: String(name), role: 'new', revision: String(name), images, since: at } as const;
      const version = releaseOfImages(images, new Set(containersOf(options).keys()));
      const deployments = [{ ...deployment, running, desired: running, version }];
      return { ...base, state: 'steady', note: null, deployments };
    }),
  );
}

/** What was registered of each job: its active revisions, newest first. Reads only. */
export async function jobHistory(
  request: HistoryRequest<EcsTargetOptions>,
  context: RunContext,
): Promise<readonly TargetHistory[]> {
  const jobs = jobsOf(request.targets);
  if (jobs.length === 0) return [];
  const ecs = await useEcs(context);
  const limit = Math.max(2, Math.min(request.limit, deepest));
  return settleAll(
    jobs.map(async (job): Promise<TargetHistory> => {
      const family = await jobFamily(job, request, context);
      const deployments = family === null ? [] : await revisionsOf(ecs, { job, family, limit }, context);
      const note = deployments.length === 0 ? noteOf(family) : null;
      return { id: job.id, service: job.service, place: placeOf(job, family), note, deployments };
    }),
  );
}

function placeOf({ options }: JobTarget, family: string | null): string {
  return `${resourceName(options.cluster)}/${family ?? 'a job'}`;
}

function noteOf(family: string | null): string {
  return family === null
    ? 'the family of its task definition cannot be read without a release'
    : `there is no active revision of ${family} yet`;
}

interface Wanted {
  readonly job: JobTarget;
  readonly family: string;
  readonly limit: number;
}

async function revisionsOf(
  ecs: Ecs,
  { job, family, limit }: Wanted,
  context: RunContext,
): Promise<readonly PastDeployment[]> {
  const arns = await listNewest(ecs, { family, depth: limit }, context);
  const containers = new Set(containersOf(job.options).keys());
  const read = await settleAll(
    arns.map(async (arn) => {
      const { taskDefinition, tags } = await describeTaskDefinition(ecs, arn, context);
      const { release, commit } = provenanceOf(tags);
      const images = imagesAsked(taskDefinition);
      const { registeredAt, registeredBy } = taskDefinition;
      return {
        id: revisionName(arn),
        revision: revisionName(arn),
        release: release ?? releaseOfImages(images, containers),
        commit,
        images,
        at: timeOf(registeredAt),
        registeredBy: typeof registeredBy === 'string' ? registeredBy : null,
        run: recordedRun(tags),
        origin: originOf(tags),
      };
    }),
  );
  const newest = read[0]?.origin ?? read[0]?.revision;
  const stable = read.findIndex(({ revision, origin }, index) => index > 0 && revision !== newest && origin !== newest);
  return read.map(({ origin: _, ...revision }, index) => ({
    ...revision,
    step: versionStep(read[index + 1]?.release ?? null, revision.release),
    duration: null,
    end: 'succeeded',
    reason: null,
    primary: index === 0,
    lastStable: index === stable,
  }));
}

/** ECS answers in seconds since the epoch; one with a fraction comes as it was spelled. */
function timeOf(registeredAt: unknown): string | null {
  const seconds = Number((registeredAt as { readonly $number?: string } | null)?.$number ?? registeredAt);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000).toISOString() : null;
}

async function countTasks(
  ecs: Ecs,
  place: { readonly cluster: string; readonly family: string },
  context: RunContext,
): Promise<number> {
  try {
    return (await listTasks(ecs, place, context)).length;
  } catch {
    context.signal.throwIfAborted();
    return 0;
  }
}
