import { expect, test } from 'vitest';
import { DeployError } from '../model/error.ts';
import type { Relation, RunningCommit } from '../model/lineage.ts';
import { emptyFragment } from '../model/plan-fragment.ts';
import type { Plugin } from '../model/plugin.ts';
import { buildContext, buildPlugin, buildRequest } from '../testing/builders.ts';
import { createPlan } from './create-plan.ts';
import { parsePlan } from './parse-plan.ts';
import { refuseStalePlan } from './refuse-stale-plan.ts';

const commit = '1111111111111111111111111111111111111111';

/** A context whose repository says this of every commit, and notes what it was asked. */
function worldWhere(relation: Relation) {
  const asked: string[] = [];
  const relate = async (release: string, running: string) => {
    asked.push(`${release} ${running}`);
    return relation;
  };
  return { context: { ...buildContext(), history: { relate }, say: () => {} }, asked };
}

/** A plugin that wants to know of these commits, and refuses older releases. */
function pluginOf(running: readonly Omit<RunningCommit, 'target'>[]): Plugin {
  return {
    ...buildPlugin('ecs', {
      observe: async () => ({}),
      plan: ({ lineage = {} }) => {
        if (Object.values(lineage).some(({ relation }) => relation === 'older'))
          throw new DeployError('OLDER', 'older');
        return emptyFragment;
      },
    }),
    runningCommits: ({ targets }) =>
      targets.flatMap(({ id }, index) => {
        const each = running[index];
        return each === undefined ? [] : [{ target: id, ...each }];
      }),
    commitOf: async (image) => (image === 'labelled' ? commit : null),
  };
}

test('commits come from what the plugin knows, else from the images, and each is asked for once', async () => {
  const plugin = pluginOf([
    { commit, images: ['never asked'] },
    { commit: null, images: ['silent', 'labelled'] },
    { commit: null, images: ['silent'] },
  ]);
  const { context, asked } = worldWhere('newer');
  const request = buildRequest(['api', 'web', 'worker']);
  const plan = await createPlan(request, [plugin], context);
  expect(plan.lineage).toEqual({
    'api@production': { commit, relation: 'newer' },
    'web@production': { commit, relation: 'newer' },
    'worker@production': { commit: null, relation: 'unrecorded' },
  });
  expect(asked).toEqual([`${request.release.commit} ${commit}`]);
  expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
});

test('without a repository, or a plugin that asks, nothing is known', async () => {
  const plugin = pluginOf([{ commit, images: [] }]);
  expect(await createPlan(buildRequest(['api']), [plugin], buildContext())).not.toHaveProperty('lineage');
  const { context } = worldWhere('older');
  expect(await createPlan(buildRequest(['api']), [pluginOf([])], context)).not.toHaveProperty('lineage');
});

test('a plan that was saved where the clone was shallow is refused where it is known to be older', async () => {
  const plugin = pluginOf([{ commit, images: [] }]);
  const plan = await createPlan(buildRequest(['api']), [plugin], worldWhere('shallow').context);
  await expect(refuseStalePlan(plan, [plugin], worldWhere('shallow').context)).resolves.toBeUndefined();
  await expect(refuseStalePlan(plan, [plugin], { ...buildContext(), say: () => {} })).resolves.toBeUndefined();
  await expect(refuseStalePlan(plan, [plugin], worldWhere('older').context)).rejects.toMatchObject({ code: 'OLDER' });
});
