import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { familyOf, revisionName } from '../model/revision-name.ts';
import { listClusters } from './list-clusters.ts';
import { ruleUses, scheduleUses } from './schedule-uses.ts';
import { serviceUses } from './service-uses.ts';
import { taskUses } from './task-uses.ts';

/** One reason why a revision is needed. */
export interface Use {
  /** ARN or name of the revision. */
  readonly taskDefinition: string;
  /** For people: `service shop/api runs it`. */
  readonly why: string;
  /** Digests of the images that its tags stand for there, as far as it is known. */
  readonly digests?: readonly string[];
}

/** Revisions that something needs, by name, with the reasons. */
export type Uses = Readonly<Record<string, readonly string[]>>;

/** What is in use. */
export interface UsesRead {
  readonly uses: Uses;
  /** Of all images that run, or that something may go back to. */
  readonly digests: readonly string[];
}

/** What uses are looked for. */
export interface UsesWanted {
  readonly families: ReadonlySet<string>;
  /** How many successful deployments of each service may still be gone back to. */
  readonly keep: number;
}

/**
 * What in the account and region needs revisions of these families: services of every cluster, with the deployments that are in
 * progress or may be gone back to, tasks, rules of EventBridge and schedules. Reads only. Throws what AWS refuses: what nobody can
 * look at may be needed.
 */
export async function readUses(ecs: Ecs, wanted: UsesWanted, context: RunContext): Promise<UsesRead> {
  const clusters = await listClusters(ecs, context);
  const found = await settleAll<readonly Use[]>([
    serviceUses(ecs, { clusters, ...wanted }, context),
    taskUses(ecs, clusters, context),
    ruleUses(clusters, wanted.families, context),
    scheduleUses(wanted.families, context),
  ]);
  const ours = found.flat().filter(({ taskDefinition }) => wanted.families.has(familyOf(taskDefinition)));
  const byName = Map.groupBy(ours, ({ taskDefinition }) => revisionName(taskDefinition));
  return {
    uses: Object.fromEntries([...byName].map(([name, uses]) => [name, [...new Set(uses.map(({ why }) => why))]])),
    digests: [...new Set(found.flat().flatMap(({ digests = [] }) => digests))],
  };
}
