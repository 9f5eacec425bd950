import { sessionStepId } from '@funade/aws';
import {
  definePruning,
  type PluginPruning,
  type PruneFragment,
  type PruneRequest,
  type RunContext,
} from '@funade/core';
import pMap from 'p-map';
import * as z from 'zod';
import { distinctImages } from '../image/distinct-images.ts';
import type { EcrOptions } from '../options/options.ts';
import { chooseImages } from './choose-images.ts';
import { readStoredImages } from './read-stored-images.ts';

const pruneFacts = z.strictObject({
  /** Images by repository; those that are there. */
  repositories: z.record(
    z.string(),
    z.array(
      z.strictObject({
        digest: z.string(),
        tags: z.array(z.string()),
        pushedAt: z.number(),
        recent: z.boolean(),
        children: z.array(z.string()),
        subject: z.string().nullable(),
      }),
    ),
  ),
});

type PruneFacts = z.output<typeof pruneFacts>;

/** How old images are tidied up: of the repositories that the config builds or copies images into, and of no other. */
export const pruning: PluginPruning<EcrOptions> = definePruning({ imagesOnly: true, facts: pruneFacts, observe, plan });

/** How many repositories are read at a time. */
const lanes = 4;

async function observe({ targets }: PruneRequest<EcrOptions>, context: RunContext): Promise<PruneFacts> {
  const read = await pMap(
    repositoriesOf(targets).keys(),
    async (name) => [name, await readStoredImages(context, name)] as const,
    { concurrency: lanes },
  );
  return {
    repositories: Object.fromEntries(
      read.flatMap(([name, images]) =>
        images === null
          ? []
          : [[name, images.map((image) => ({ ...image, tags: [...image.tags], children: [...image.children] }))]],
      ),
    ),
  };
}

/** Targets by repository. What is prebuilt is somebody else's. */
function repositoriesOf(targets: PruneRequest<EcrOptions>['targets']) {
  const { built, promoted } = distinctImages(targets, '');
  const all = [...built, ...promoted].flatMap(({ repository, users }) =>
    users.map(({ target }) => ({ repository, target })),
  );
  return Map.groupBy(all, ({ repository }) => repository);
}

function plan(request: PruneRequest<EcrOptions>, facts: PruneFacts, keeps: readonly string[] | null): PruneFragment {
  const { environment, keep } = request;
  // Nobody knows what runs: then nothing is old.
  if (keeps === null) return { steps: [], notes: [], warnings: [], keeps: null };
  const plans = [...repositoriesOf(request.targets)].flatMap(([repository, users]) => {
    const images = facts.repositories[repository];
    if (images === undefined) return [];
    const targets = [...new Set(users.map(({ target }) => target))];
    return [{ repository, targets, images, old: chooseImages(images, { repository, keeps, keep }) }];
  });
  return {
    steps: plans.flatMap(({ repository, targets, old }) =>
      old.length === 0
        ? []
        : [
            {
              id: `ecr.delete-images:${repository}`,
              kind: 'ecr.delete-images',
              phase: 'after-rollout',
              targets,
              label: targets[0] ?? repository,
              title: `delete ${old.length} ${old.length === 1 ? 'image' : 'images'} of ${repository}: ${tagsText(old)}`,
              input: { repository, images: old.map(({ digest, tags }) => ({ digest, tags: [...tags] })) },
              needs: [sessionStepId(environment.name)],
              after: [],
              changes: [],
            },
          ],
    ),
    notes: plans.map(({ repository, targets, images, old }) => {
      const left = images.length - old.length;
      return {
        targets,
        label: targets[0] ?? repository,
        text: `${left} ${left === 1 ? 'image' : 'images'} of ${repository} ${left === 1 ? 'stays' : 'stay'}`,
      };
    }),
    warnings: [],
    keeps: null,
  };
}

/** The tags of images, and how many have none. */
function tagsText(images: readonly { readonly tags: readonly string[] }[]): string {
  const tags = images.flatMap(({ tags: own }) => own);
  const untagged = images.filter(({ tags: own }) => own.length === 0).length;
  return [...tags, ...(untagged === 0 ? [] : [`${untagged} without a tag`])].join(', ');
}
