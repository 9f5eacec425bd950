import { expect, test } from 'vitest';
import * as z from 'zod';
import { fakeLookup } from '../../test/support/plugins.ts';
import { emptyFragment } from '../model/plan-fragment.ts';
import type { Plugin } from '../model/plugin.ts';
import { interrupted } from '../run/errors.ts';
import { buildContext, buildPlugin, buildRequest } from '../testing/builders.ts';
import { createPlan } from './create-plan.ts';
import { observeFacts } from './observe.ts';
import { parsePlan } from './parse-plan.ts';
import { refuseStalePlan } from './refuse-stale-plan.ts';

const sized = z.strictObject({ size: z.enum(['s', 'm']) });

function logging(log: string[]) {
  return (name: string, differs: Partial<Plugin> = {}): Plugin =>
    buildPlugin(name, {
      connect: async () => void log.push(`connect ${name}`),
      async observe(_, { clock }) {
        log.push(`observe ${name}`);
        await clock.sleep(100);
        return { name };
      },
      ...differs,
    });
}

test('plugins connect one after the other, then read side by side', async () => {
  const log: string[] = [];
  const context = buildContext();
  const plugin = logging(log);
  const facts = await observeFacts(buildRequest(['api']), [plugin('aws'), plugin('ecr'), plugin('ecs')], context);
  expect(log).toEqual(['connect aws', 'connect ecr', 'connect ecs', 'observe aws', 'observe ecr', 'observe ecs']);
  expect(facts).toEqual({ aws: { name: 'aws' }, ecr: { name: 'ecr' }, ecs: { name: 'ecs' } });
  expect(context.clock.now()).toBe(100);
});

test('nothing is read when who we are cannot be proven', async () => {
  const log: string[] = [];
  const plugin = logging(log);
  const refused = plugin('aws', {
    connect: async () => {
      throw interrupted('SIGINT');
    },
  });
  await expect(observeFacts(buildRequest(['api']), [refused, plugin('ecs')], buildContext())).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
  expect(log).toEqual([]);
});

test('nothing is read once the signal has aborted', async () => {
  const log: string[] = [];
  const context = buildContext({ signal: AbortSignal.abort(interrupted('SIGINT')) });
  await expect(observeFacts(buildRequest(['api']), [logging(log)('aws')], context)).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
  expect(log).toEqual([]);
});

test('nothing is read when the signal aborts while we prove who we are', async () => {
  const log: string[] = [];
  const controller = new AbortController();
  const plugin = logging(log)('aws', { connect: async () => controller.abort(interrupted('SIGINT')) });
  const context = buildContext({ signal: controller.signal });
  await expect(observeFacts(buildRequest(['api']), [plugin], context)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(log).toEqual([]);
});

test('a plugin is asked for the targets that wrote options for it, and not at all when none did', async () => {
  const seen: unknown[] = [];
  const asked = (name: string) =>
    buildPlugin(name, {
      options: sized,
      observe: async ({ targets }) => {
        seen.push([name, targets]);
        return null;
      },
    });
  const request = buildRequest([{ service: 'api', options: { ecr: { size: 's' } } }, 'web']);
  expect(await observeFacts(request, [asked('ecr'), asked('ecs')], buildContext())).toEqual({ ecr: null });
  expect(seen).toEqual([['ecr', [{ id: 'api@production', service: 'api', options: { size: 's' } }]]]);
});

test('a plugin whose schema accepts none is asked for every target', async () => {
  const plugin = buildPlugin('notes', {
    options: z.object({ on: z.boolean().default(true) }).prefault({}),
    observe: async ({ targets }) => targets.length,
  });
  expect(await observeFacts(buildRequest(['api', 'web']), [plugin], buildContext())).toEqual({ notes: 2 });
});

test('options that the plugin does not accept are a usage error', async () => {
  const request = buildRequest([{ service: 'api', options: { ecr: { size: 'xl' } } }]);
  await expect(observeFacts(request, [buildPlugin('ecr', { options: sized })], buildContext())).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
    category: 'usage',
  });
});

test('facts that the plugin itself does not accept are its fault', async () => {
  const plugin = buildPlugin('ecs', { facts: z.strictObject({}) as never });
  await expect(observeFacts(buildRequest(['api']), [plugin], buildContext())).rejects.toMatchObject({
    code: 'FACTS_INVALID',
    category: 'internal',
  });
});

test('of several plugins that fail, the first one in their order is heard', async () => {
  const failing = (name: string, ms: number) =>
    buildPlugin(name, {
      observe: async (_, { clock }) => {
        await clock.sleep(ms);
        throw new Error(name);
      },
    });
  await expect(
    observeFacts(buildRequest(['api']), [failing('a', 50), failing('b', 10)], buildContext()),
  ).rejects.toThrow('a');
});

test('a plan is refused when what it was made from has changed, and says where', async () => {
  let revision = 41;
  const plugin = buildPlugin('ecs', {
    observe: async () => ({ services: { api: { revision } } }),
    plan: () => emptyFragment,
  });
  const plan = await createPlan(buildRequest(['api']), [plugin], buildContext());
  expect(plan.createdAt).toBe('1970-01-01T00:00:00.000Z');
  await expect(refuseStalePlan(plan, [plugin], { ...buildContext(), say: () => {} })).resolves.toBeUndefined();
  revision = 42;
  await expect(refuseStalePlan(plan, [plugin], { ...buildContext(), say: () => {} })).rejects.toMatchObject({
    code: 'PLAN_STALE',
    category: 'refused',
    message: 'the facts the plan was made from have changed: ecs.services.api.revision',
  });
});

test('estimates that another caller reads otherwise, or not at all, make no saved plan out of date', async () => {
  const seen: { delays: Record<string, number>; size: string } = { delays: { a: 90 }, size: 's' };
  const observe = async () => structuredClone(seen);
  const plugin = buildPlugin('ecs', { estimates: ['delays'], observe, plan: () => emptyFragment });
  const plan = await createPlan(buildRequest(['api']), [plugin], buildContext());
  seen.delays = {};
  await expect(refuseStalePlan(plan, [plugin], { ...buildContext(), say: () => {} })).resolves.toBeUndefined();
  seen.size = 'm';
  await expect(refuseStalePlan(plan, [plugin], { ...buildContext(), say: () => {} })).rejects.toMatchObject({
    message: 'the facts the plan was made from have changed: ecs.size',
  });
});

test('what was looked up before is not read again while planning, and is when the plan is applied', async () => {
  const known: Record<string, string> = { colour: 'blue' };
  const asked: (readonly string[])[] = [];
  const plugins = [fakeLookup(known, asked), fakeLookup({}, [], 'other'), buildPlugin('ecs')];
  const lookups = [{ helper: 'look', args: ['colour'] }];
  const facts = await observeFacts(buildRequest([], { lookups }), plugins, buildContext());
  expect(facts).toEqual({ looks: { colour: 'blue' } });
  const plan = await createPlan({ ...buildRequest(['api'], { lookups }), known: facts }, plugins, buildContext());
  expect(asked).toEqual([['colour']]);
  expect(Object.keys(plan.facts)).toEqual(['looks', 'ecs']);
  expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
  await expect(refuseStalePlan(plan, plugins, { ...buildContext(), say: () => {} })).resolves.toBeUndefined();
  known.colour = 'green';
  await expect(refuseStalePlan(plan, plugins, { ...buildContext(), say: () => {} })).rejects.toMatchObject({
    code: 'PLAN_STALE',
    message: 'the facts the plan was made from have changed: looks.colour',
  });
});

test('a plan without lookups does not list them', async () => {
  const plan = await createPlan(buildRequest(['api'], { lookups: [] }), [fakeLookup({})], buildContext());
  expect([plan.facts, 'lookups' in plan]).toEqual([{}, false]);
});
