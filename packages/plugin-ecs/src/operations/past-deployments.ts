import { type DeploymentEnd, type PastDeployment, type PastTask, type RunningImage, versionStep } from '@funade/core';
import { revisionName } from '../model/revision-name.ts';
import { releaseOfImages } from '../task-definition/release-of-revision.ts';

/** One deployment as ECS tells of it. Times in milliseconds since the epoch. */
export interface DeploymentRecord {
  readonly id: string;
  /** Of the service deployment: an open set. */
  readonly status: string;
  readonly reason: string | null;
  /** Whether ECS itself ended it. */
  readonly triggered: boolean;
  readonly createdAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** ARN; null when nothing says it. */
  readonly taskDefinition: string | null;
  readonly images: readonly RunningImage[];
}

/** What a revision says of where it comes from. */
export interface RevisionRecord {
  readonly release: string | null;
  readonly commit: string | null;
  readonly run: string | null;
  readonly registeredBy: string | null;
  /** Family and number of the revision that it was registered again from; null: it was not. */
  readonly origin: string | null;
  /** The one-off tasks that ran for it. Absent: none is recorded. */
  readonly tasks?: readonly PastTask[];
}

/** What the history of a target is made from. */
export interface HistoryRecords {
  readonly deployments: readonly DeploymentRecord[];
  /** By ARN of the task definition; those that could be read. */
  readonly revisions: ReadonlyMap<string, RevisionRecord>;
  /** Id of the primary deployment; null where there is none. */
  readonly primary: string | null;
  /** Containers that get the images of the release; empty: any may. */
  readonly containers: ReadonlySet<string>;
  /** How many are shown. */
  readonly limit: number;
}

/**
 * The newest deployments of a target, the newest first: at most `limit`, and the primary and the last stable one also when
 * they are older than these.
 */
export function pastDeployments({
  deployments,
  revisions,
  primary,
  containers,
  limit,
}: HistoryRecords): readonly PastDeployment[] {
  const records = deployments.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  const ends = records.map((record, index) => endOf(record, records[index - 1]));
  const releases = records.map(({ taskDefinition, images }) => {
    const recorded = revisions.get(taskDefinition ?? '')?.release ?? null;
    return recorded ?? releaseOfImages(images, containers);
  });
  const stable = lastStable(records, { ends, primary, revisions });
  const all = records.map((record, index): PastDeployment => {
    const { id, taskDefinition, images, createdAt, startedAt, finishedAt, reason } = record;
    const { commit = null, run = null, registeredBy = null, tasks = [] } = revisions.get(taskDefinition ?? '') ?? {};
    const before = ends.findIndex((end, other) => other > index && end === 'succeeded');
    const release = releases[index] ?? null;
    const began = startedAt ?? createdAt;
    return {
      id,
      revision: taskDefinition === null ? null : revisionName(taskDefinition),
      release,
      step: versionStep(releases[before] ?? null, release),
      commit,
      images,
      at: createdAt === null ? null : new Date(createdAt).toISOString(),
      duration: finishedAt === null || began === null ? null : Math.max(0, finishedAt - began),
      end: ends[index] ?? 'unknown',
      reason: reason === '' || ends[index] === 'succeeded' ? null : reason,
      registeredBy,
      run,
      primary: id === primary,
      lastStable: index === stable,
      ...(tasks.length === 0 ? {} : { tasks }),
    };
  });
  return all.filter((each, index) => index < limit || each.primary || each.lastStable);
}

/** How a deployment ended; `newer` is the one that was created next. */
function endOf(
  { status, triggered, finishedAt }: DeploymentRecord,
  newer: DeploymentRecord | undefined,
): DeploymentEnd {
  switch (status) {
    case 'SUCCESSFUL':
      return 'succeeded';
    case 'ROLLBACK_SUCCESSFUL':
      return 'rolled-back';
    case 'ROLLBACK_FAILED':
      return 'failed';
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return 'rolling-back';
    case 'PENDING':
    case 'IN_PROGRESS':
    case 'STOP_REQUESTED':
      return 'in-progress';
    case 'STOPPED':
      if (triggered) return 'failed';
      // What a newer deployment takes the place of is stopped once that one is there; what somebody stops, before.
      return newer?.createdAt != null && finishedAt !== null && newer.createdAt <= finishedAt
        ? 'superseded'
        : 'stopped';
    default:
      return 'unknown';
  }
}

/**
 * Where the last stable one before what runs stands: the newest that succeeded before the revision that runs was deployed
 * for the first time, so that after a rollback it is an older one and not what was rolled back from. A revision that was
 * registered again counts as the one that it was made from. -1: none.
 */
function lastStable(
  records: readonly DeploymentRecord[],
  {
    ends,
    primary,
    revisions,
  }: Pick<HistoryRecords, 'primary' | 'revisions'> & { readonly ends: readonly DeploymentEnd[] },
): number {
  const contentOf = ({ taskDefinition }: DeploymentRecord): string | null =>
    taskDefinition === null ? null : (revisions.get(taskDefinition)?.origin ?? revisionName(taskDefinition));
  const runs = records.find(({ id }) => id === primary);
  const from =
    runs === undefined
      ? -1
      : records.findLastIndex((each) => each.id === primary || isSame(contentOf(each), contentOf(runs)));
  return ends.findIndex((end, index) => index > from && end === 'succeeded');
}

function isSame(content: string | null, other: string | null): boolean {
  return content !== null && content === other;
}
