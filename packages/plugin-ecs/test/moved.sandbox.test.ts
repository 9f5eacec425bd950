import type { RunEvent } from '@funade/core';
import { describe, expect, test } from 'vitest';
import { deploy, errorOf, progress, warnings } from './deploy.ts';
import { otherRelease, registerCopy, registerOther } from './rivals.ts';
import { type Shop, startShop } from './shop.ts';

/** Calls `act` once, when the run starts a step of this kind: before the step has looked at anything. */
function onceStarted(kind: string, act: () => void | Promise<void>): (event: RunEvent) => void {
  let done = false;
  return (event) => {
    if (done || event.type !== 'step-started' || !event.step.startsWith(`${kind}:`)) return;
    done = true;
    void act();
  };
}

function primary(shop: Shop): string {
  return String(shop.sandbox.ecs.service('shop/api').taskDefinition);
}

describe('what came between plan and write is not replaced', () => {
  test('a newer release: refused before anything is registered, with who brought it and what to type', async () => {
    await using shop = await startShop();
    const plan = await shop.plan({ tag: 'v1.2.0' });
    await shop.rival().apply(await shop.plan({ tag: 'v2.0.0' }));
    const report = await shop.apply(plan);
    const error = errorOf(shop);
    expect([report.outcome, error?.code, error?.category]).toEqual(['failed', 'SERVICE_MOVED', 'refused']);
    expect(error?.message).toMatch(
      /^service api has changed since it was planned: deployment ecs-svc\/\d+ of api:2 \(v2\.0\.0, commit 0123456, newer than v1\.2\.0\), registered by arn:aws:iam::222222222222:user\/deployer$/,
    );
    expect(error?.hint).toMatch(/`funade status production --service api`.*`funade deploy production --service api`/);
    expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
    expect(shop.calls('UpdateService')).toHaveLength(1);
    expect(primary(shop)).toMatch(/api:2$/);
  });

  test('a hot fix with the same image, right before the update: our revision was made from the one before', async () => {
    await using shop = await startShop();
    await registerCopy(shop, { cpu: '512', memory: '1024' });
    const plan = await shop.plan();
    const hotfix = onceStarted('ecs.update-service', () => shop.sandbox.ecs.deploy('shop/api', 'api:2'));
    const report = await shop.apply(plan, hotfix);
    expect([report.outcome, errorOf(shop)?.code]).toEqual(['failed', 'SERVICE_MOVED']);
    expect(shop.calls('UpdateService')).toEqual([]);
    expect(primary(shop)).toMatch(/api:2$/);
  });

  test('a hot fix that came while the turn was waited for', async () => {
    await using shop = await startShop();
    await registerOther(shop);
    await registerCopy(shop, { cpu: '512', memory: '1024' });
    shop.sandbox.ecs.deploy('shop/api', 'other:1');
    const plan = await shop.plan();
    let told = false;
    const report = await shop.apply(plan, (event) => {
      if (told || event.type !== 'step-progress' || !event.message.startsWith('waiting for deployment')) return;
      told = true;
      shop.sandbox.ecs.deploy('shop/api', 'api:2');
    });
    expect([told, report.outcome, errorOf(shop)?.code]).toEqual([true, 'failed', 'SERVICE_MOVED']);
    expect(shop.calls('UpdateService')).toEqual([]);
  });

  test('the same revision deployed once more is another deployment', async () => {
    await using shop = await startShop();
    const plan = await shop.plan();
    shop.sandbox.ecs.deploy('shop/api');
    const report = await shop.apply(plan);
    expect([report.outcome, errorOf(shop)?.code]).toEqual(['failed', 'SERVICE_MOVED']);
  });

  test('not even where a deployment in progress may be superseded', async () => {
    await using shop = await startShop();
    await registerOther(shop);
    const plan = await shop.plan({ options: { onBusy: 'supersede' } });
    shop.sandbox.ecs.deploy('shop/api', 'other:1');
    const report = await shop.apply(plan);
    expect([report.outcome, errorOf(shop)?.code]).toEqual(['failed', 'SERVICE_MOVED']);
    expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  });

  test('a deployment that came and was rolled back leaves what was planned from', async () => {
    await using shop = await startShop({
      service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
    });
    shop.sandbox.ecs.behave({ match: { family: 'other' }, becomes: 'image-missing' });
    await registerOther(shop);
    const plan = await shop.plan();
    shop.sandbox.ecs.deploy('shop/api', 'other:1');
    await shop.sandbox.clock.advance({ minutes: 30 });
    expect(primary(shop)).toMatch(/api:1$/);
    expect((await shop.apply(plan)).outcome).toBe('succeeded');
  });

  test('what came in the moment of the call itself is told, as AWS has no compare-and-set', async () => {
    await using shop = await startShop();
    await registerCopy(shop, { cpu: '512', memory: '1024' });
    shop.sandbox.faults.latency('ecs.UpdateService', 4_000);
    const { outcome } = await deploy(shop, {}, (event) => {
      if (event.type !== 'step-started' || !event.step.startsWith('ecs.update-service')) return;
      void shop.sandbox.clock.sleep(2_000).then(() => shop.sandbox.ecs.deploy('shop/api', 'api:2'));
    });
    expect(outcome).toBe('succeeded');
    expect(warnings(shop)).toEqual([
      expect.stringMatching(
        /^deployment ecs-svc\/\d+ of api:2, registered by arn:aws:iam::222222222222:user\/deployer, started at the moment of this update and was replaced by it: check whether anything that it deployed is missing now$/,
      ),
    ]);
  });

  test('a service that somebody made meanwhile is not taken for ours', async () => {
    await using shop = await startShop();
    const { release, create } = otherRelease;
    const plan = await shop.plan(release);
    await create(shop);
    const report = await shop.apply(plan);
    expect([report.outcome, errorOf(shop)?.code]).toEqual(['failed', 'SERVICE_MOVED']);
    expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  });
});

describe('of several targets', () => {
  test('the one that moved is refused, and the others go on', async () => {
    await using shop = await startShop({ services: ['api', 'web'] });
    await registerOther(shop);
    const plan = await shop.plan();
    shop.sandbox.ecs.deploy('shop/web', 'other:1');
    const report = await shop.apply(plan);
    expect(report.targets.map(({ id, outcome, error }) => [id, outcome, error?.code])).toEqual([
      ['api@production', 'succeeded', undefined],
      ['web@production', 'failed', 'SERVICE_MOVED'],
    ]);
  });
});

describe('the same release twice', () => {
  test('is registered and rolled out once, and both runs succeed', async () => {
    await using shop = await startShop();
    const plan = await shop.plan();
    const reports = await Promise.all([shop.apply(plan), shop.rival().apply(plan), shop.rival().apply(plan)]);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(shop.sandbox.ecs.serviceDeployments('shop/api')).toHaveLength(2);
  });

  test('is joined where it is in progress as another revision that is the same', async () => {
    await using shop = await startShop();
    const plan = await shop.plan();
    const twin = onceStarted('ecs.update-service', async () => {
      // Somebody registered the very same at the same moment, and was quicker with the update.
      await registerCopy(shop, {}, 'api:2');
      shop.sandbox.ecs.deploy('shop/api', 'api:3');
    });
    const latency = 1_000;
    shop.sandbox.faults.latency('ecs.DescribeServices', latency);
    const report = await shop.apply(plan, twin);
    expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
    expect(progress(shop)).toContainEqual(
      expect.stringMatching(/^nothing is sent: deployment ecs-svc\/\d+ of api deploys api:3 already$/),
    );
    expect(shop.calls('UpdateService')).toEqual([]);
    expect(shop.sandbox.ecs.serviceDeployments('shop/api')).toHaveLength(2);
  });

  test('by force is one deployment for each that was planned', async () => {
    await using shop = await startShop();
    await deploy(shop);
    const plan = await shop.plan({ allow: { force: true } });
    await shop.apply(plan);
    expect((await shop.rival().apply(plan)).outcome).toBe('succeeded');
    expect(shop.calls('UpdateService')).toHaveLength(2);
  });
});

describe('before a rollback', () => {
  const failing = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: { type: 'exits', code: 9 } }] };

  /** Lets somebody's newer deployment come in the very moment in which the run has seen enough deaths. */
  async function overtaken(shop: Shop, options: NonNullable<Parameters<Shop['plan']>[0]>['options']) {
    await registerOther(shop);
    return deploy(shop, { options: { onFailure: 'rollback', ...options } }, (event) => {
      if (event.type !== 'step-progress' || !/; rolling back;/.test(event.message)) return;
      shop.sandbox.ecs.deploy('shop/api', 'other:1');
    });
  }

  test("somebody's newer deployment is left alone, and ours is superseded", async () => {
    await using shop = await startShop({ region: failing });
    const { outcome, error } = await overtaken(shop, {});
    expect([outcome, error?.code]).toEqual(['superseded', 'SUPERSEDED']);
    expect(error?.message).toMatch(/ was superseded by ecs-svc\/\d+ with task definition other:1/);
    expect(primary(shop)).toMatch(/other:1$/);
    expect([shop.calls('StopServiceDeployment').length, shop.calls('UpdateService').length]).toEqual([0, 1]);
  });

  test('so it is where ECS gave up by itself and the rollback is an update', async () => {
    const deploymentCircuitBreaker = { enable: true, rollback: false };
    await using shop = await startShop({
      service: { deploymentConfiguration: { deploymentCircuitBreaker } },
      region: failing,
    });
    const { outcome, error } = await overtaken(shop, { wait: { failFast: 0 } });
    expect([outcome, error?.code]).toEqual(['superseded', 'SUPERSEDED']);
    expect(primary(shop)).toMatch(/other:1$/);
    expect(shop.calls('UpdateService')).toHaveLength(1);
  });

  test('so it is where the rollout is to be stopped', async () => {
    await using shop = await startShop({ region: failing });
    await registerOther(shop);
    const { outcome, error } = await deploy(shop, { options: { onFailure: 'stop' } }, (event) => {
      if (event.type !== 'step-progress' || !/; stopping it;/.test(event.message)) return;
      shop.sandbox.ecs.deploy('shop/api', 'other:1');
    });
    expect([outcome, error?.code]).toEqual(['superseded', 'SUPERSEDED']);
    expect(shop.calls('StopServiceDeployment')).toEqual([]);
  });

  test('an abort that a person thought about for too long rolls back nobody else', async () => {
    await using shop = await startShop({ region: { behaviours: [{ match: {}, becomes: 'never-starts' }] } });
    await registerOther(shop);
    shop.sandbox.faults.always('ecs.DescribeServiceDeployments', { code: 'AccessDeniedException' });
    const running = deploy(shop, { options: { wait: { budget: '1m' } } });
    await running;
    const { report } = await shop.operate(
      'abort',
      {},
      {
        meanwhile: () => shop.sandbox.ecs.deploy('shop/api', 'other:1'),
      },
    );
    expect(report.outcome).toBe('superseded');
    expect(shop.calls('UpdateService')).toHaveLength(1);
  });
});

test('the rollback of a whole run leaves alone what came after it', async () => {
  await using shop = await startShop();
  await registerOther(shop);
  const plan = await shop.plan();
  await shop.apply(plan);
  const back = shop.rollback(plan);
  shop.sandbox.ecs.deploy('shop/api', 'other:1');
  const report = await shop.apply(back);
  expect(report.outcome).toBe('superseded');
  expect(primary(shop)).toMatch(/other:1$/);
});
