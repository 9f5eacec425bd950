import { definePruning, type PluginPruning, type PruneRequest, type RunContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { familyOf } from '../model/revision-name.ts';
import { findDefinition } from '../operations/find-revision.ts';
import { jobFamily } from '../operations/job-family.ts';
import { readStanding } from '../operations/read-standing.ts';
import { jobsOf, withoutJobs } from '../options/jobs.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { imagesAsked } from '../task-definition/running-image.ts';
import { listFamilies, listFamily } from '../uses/list-family.ts';
import { readUses } from '../uses/read-uses.ts';
import { planPrune } from './plan-prune.ts';

const names = z.array(z.string());

const pruneFacts = z.strictObject({
  /** Families that targets run, by target id. */
  families: z.record(z.string(), names),
  /** By family. */
  revisions: z.record(z.string(), z.strictObject({ active: names, inactive: names })),
  /** Why revisions are needed, by name. */
  uses: z.record(z.string(), names),
  /** Null where no images are asked for. */
  images: z
    .strictObject({
      /** References by revision: all active ones of the account and region, and those that are in use. */
      asked: z.record(z.string(), names),
      /** Digests that run, or that something may go back to. */
      running: names,
    })
    .nullable(),
});

/** What is planned from. */
export type PruneFacts = z.output<typeof pruneFacts>;

/** How old revisions are tidied up: of the families that the services of the config run, and of no other. */
export const pruning: PluginPruning<EcsTargetOptions> = definePruning({ facts: pruneFacts, observe, plan: planPrune });

async function observe(request: PruneRequest<EcsTargetOptions>, context: RunContext): Promise<PruneFacts> {
  const ecs = await useEcs(context);
  const { byTarget } = await readStanding(ecs, withoutJobs(request).targets, context);
  const jobs = await settleAll(
    jobsOf(request.targets).map(async (job) => [job.id, await jobFamily(job, request, context)] as const),
  );
  const families = Object.fromEntries([
    ...[...byTarget].map(([id, { service }]): [string, string[]] => [
      id,
      [...new Set((service?.deployments ?? []).map(({ taskDefinition }) => familyOf(taskDefinition)))],
    ]),
    ...jobs.map(([id, family]): [string, string[]] => [id, family === null ? [] : [family]]),
  ]);
  const own = new Set(Object.values(families).flat());
  const all = request.images ? new Set([...own, ...(await listFamilies(ecs, context))]) : own;
  const [listed, { uses, digests }] = await Promise.all([
    settleAll([...all].map(async (family) => [family, await listBoth(ecs, family, context)] as const)),
    readUses(ecs, { families: all, keep: request.keep }, context),
  ]);
  const revisions = listed.filter(([family]) => own.has(family));
  const asked = request.images
    ? await readImages(ecs, [...listed.flatMap(([, { active }]) => active), ...Object.keys(uses)], context)
    : {};
  return {
    families,
    revisions: Object.fromEntries(revisions),
    uses: Object.fromEntries(
      Object.entries(uses).flatMap(([name, why]) => (own.has(familyOf(name)) ? [[name, [...why]]] : [])),
    ),
    images: request.images ? { asked, running: [...digests] } : null,
  };
}

async function listBoth(ecs: Ecs, family: string, context: RunContext) {
  const [active = [], inactive = []] = await settleAll([
    listFamily(ecs, { family, status: 'ACTIVE' }, context),
    listFamily(ecs, { family, status: 'INACTIVE' }, context),
  ]);
  return { active: [...active], inactive: [...inactive] };
}

/** References of the images of revisions; one that is deleted names none. */
async function readImages(ecs: Ecs, revisions: readonly string[], context: RunContext) {
  const read = await settleAll(
    [...new Set(revisions)].map(async (name) => {
      const found = await findDefinition(ecs, name, context);
      const images = imagesAsked(found ?? {}).map(({ repository, tag, digest }) => {
        return `${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
      });
      return [name, images] as const;
    }),
  );
  return Object.fromEntries(read.map(([name, images]) => [name, [...images]]));
}
