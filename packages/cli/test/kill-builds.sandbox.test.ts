import { type Plan, planInTurn } from '@funade/core';
import { expect, test } from 'vitest';
// The other package's process that ends in a given moment.
import { applyIn, Disk, Life, resumeIn } from '../../plugin-ecs/test/mortal.ts';
import { listenForSignals } from '../src/model/interruption.ts';
import { preparePlan } from '../src/run/make-plan.ts';
import { type Shop, startShop } from './shop.ts';

const options = {
  environment: 'staging',
  tag: 'v1.0.0',
  services: [],
  config: null,
  overrides: [],
  changedSince: null,
  allow: { dirty: true, downgrade: false, adoptImage: false, force: false },
  color: false,
  json: false,
  trace: null,
} as const;

/** A process of the command in the shop, up to where it has a plan to make. */
async function processOf(shop: Shop) {
  const { io } = shop.io();
  const { request, project, context } = await preparePlan(options, io, listenForSignals(io));
  return { request, context, plugins: project.plugins };
}

async function planned(shop: Shop) {
  const { request, ...process } = await processOf(shop);
  const plan: Plan = await planInTurn(request, process.plugins, { ...process.context, say: () => undefined });
  return { plan, ...process };
}

/** What was written over the wire, and what runs. */
async function worldOf(shop: Shop): Promise<unknown> {
  await shop.sandbox.clock.advance({ seconds: 3600 });
  const written = (operation: string): number =>
    shop.sandbox.requests(operation).filter(({ status }) => status === 200 || status === 201).length;
  return {
    manifests: written('registry.PUT manifest'),
    registered: written('ecs.RegisterTaskDefinition'),
    updated: written('ecs.UpdateService'),
    services: ['api', 'worker', 'web'].map((name) => {
      const { taskDefinition, deployments } = shop.sandbox.ecs.service(`shop-staging/${name}`) as never as {
        readonly taskDefinition: string;
        readonly deployments: readonly unknown[];
      };
      return [name, taskDefinition.split('/').at(-1), deployments.length];
    }),
  };
}

test('three services that share images, killed at any moment and resumed, are built for, pushed and rolled out as without the kill', {
  timeout: 600_000,
}, async () => {
  const told: string[] = [];
  let wanted: unknown;
  {
    await using shop = await startShop({ pushed: [] });
    const life = new Life();
    const { plan, ...process } = await planned(shop);
    expect(plan.steps.filter(({ kind }) => kind === 'ecr.push-image').length).toBeGreaterThan(1);
    await applyIn({ ...process, disk: new Disk() }, plan, life);
    told.push(...life.told);
    wanted = await worldOf(shop);
  }
  const wrong: unknown[] = [];
  const all = process.env.FUNADE_TEST_ALL !== undefined;
  for (const [index, what] of told.entries()) {
    // Once all is started this is the same as with images that are there.
    if (what === told[index - 1] || what.startsWith('step-progress ecs.') || index === told.length - 1) continue;
    // Every second moment, unless all are asked for. What ECS is told after the images is killed at every moment by the plugin's
    // own test; here some of it shows that they fit.
    if (!all && index % (/ecs/i.test(what) ? 8 : 2) !== 0) continue;
    await using shop = await startShop({ pushed: [] });
    const disk = new Disk();
    const { plan, ...first } = await planned(shop);
    if ((await applyIn({ ...first, disk }, plan, new Life(index + 1))) !== 'killed') continue;
    const { plugins, context } = await processOf(shop);
    const report = await resumeIn({ plugins, context, disk });
    const world = await worldOf(shop);
    const outcome = report === 'killed' ? report : report.outcome;
    if (outcome !== 'succeeded' || JSON.stringify(world) !== JSON.stringify(wanted)) {
      wrong.push({ moment: index + 1, what, outcome, world, wanted });
    }
  }
  expect(wrong).toEqual([]);
});
