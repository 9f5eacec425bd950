import { expect, test } from 'vitest';
import { emptyFragment } from '../model/plan-fragment.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Waiting } from '../model/turn.ts';
import { buildContext, buildPlugin, buildRequest } from '../testing/builders.ts';
import { createPlan } from './create-plan.ts';
import { planInTurn } from './plan-in-turn.ts';
import { refuseStalePlan } from './refuse-stale-plan.ts';

/** A plugin whose service `api` is occupied by each of these in turn, null: free; a wait goes on to the next. */
function occupied(...occupants: readonly (string | null)[]) {
  const left = [...occupants];
  const waited: string[] = [];
  const base = buildPlugin('ecs', {
    observe: async () => ({ occupant: left[0] ?? null }),
    plan: (request, facts) => {
      const { occupant } = facts as { readonly occupant: string | null };
      const waitsFor: readonly Waiting[] =
        occupant === null ? [] : request.targets.slice(0, 1).map(({ id }) => ({ target: id, occupant }));
      return { ...emptyFragment, waitsFor };
    },
  });
  const plugin: Plugin = {
    ...base,
    waitForTurn: async ({ targets }, context) => {
      for (const { id } of targets) {
        waited.push(`${id} ${left[0]}`);
        context.say(id, `waiting for ${left[0]}`);
      }
      if (left[0] !== 'for ever') left.shift();
    },
  };
  return { plugin, waited };
}

function turnContext(said: string[] = []) {
  return { ...buildContext(), say: (target: string, text: string) => said.push(`${target}: ${text}`) };
}

test('a plan is made anew until nothing is in progress', async () => {
  const { plugin, waited } = occupied('d1', 'd2', null);
  const said: string[] = [];
  const plan = await planInTurn(buildRequest(['api', 'web']), [plugin], turnContext(said));
  expect(plan.facts).toEqual({ ecs: { occupant: null } });
  expect(plan).not.toHaveProperty('waitsFor');
  expect(waited).toEqual(['api@production d1', 'api@production d2']);
  expect(said).toEqual(['api@production: waiting for d1', 'api@production: waiting for d2']);
});

test('what does not end is waited for once', async () => {
  const { plugin, waited } = occupied('for ever');
  const plan = await planInTurn(buildRequest(['api']), [plugin], turnContext());
  expect(plan.waitsFor).toEqual([{ target: 'api@production', occupant: 'for ever' }]);
  expect(waited).toHaveLength(1);
});

test('a plan that nobody applies yet waits for nothing', async () => {
  const { plugin, waited } = occupied('d1', null);
  const plan = await createPlan(buildRequest(['api']), [plugin], buildContext());
  expect([plan.waitsFor, waited]).toEqual([[{ target: 'api@production', occupant: 'd1' }], []]);
});

test('a saved plan waits for what came since, and is compared then', async () => {
  const { plugin, waited } = occupied(null, 'd1', null);
  const plan = await createPlan(buildRequest(['api']), [plugin], buildContext());
  await plugin.waitForTurn?.({ targets: [] } as never, turnContext());
  await expect(refuseStalePlan(plan, [plugin], turnContext())).resolves.toBeUndefined();
  expect(waited).toEqual(['api@production d1']);
});
