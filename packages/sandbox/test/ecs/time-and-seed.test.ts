import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ecsSeedSchema } from '../../src/services/ecs/seed.ts';
import { api, primary, type Region, startRegion, update } from './region.ts';

/** Everything that can be seen of a region, as JSON. */
function seen(region: Region): unknown {
  return {
    service: api(region),
    tasks: region.control.tasks(),
    deployments: region.control.serviceDeployments('shop/api'),
  };
}

function troubled(): Region {
  const region = startRegion();
  update(region, { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } });
  region.control.behave({ match: { revision: 2 }, becomes: { type: 'exits', code: 1, afterSeconds: 1.7 } });
  update(region, { taskDefinition: 'api:2' });
  return region;
}

test('12.1 one long step ends where many short ones do', () => {
  const once = troubled();
  once.pass(240);
  const expected = seen(once);
  const steps = fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (milliseconds) => {
      const region = troubled();
      let left = 240_000;
      for (const step of milliseconds) {
        const taken = Math.min(step, left);
        region.pass(taken / 1000);
        left -= taken;
      }
      region.pass(left / 1000);
      expect(seen(region)).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test('12.2 the same seed and calls give the same answers', () => {
  const [one, other] = [troubled(), troubled()];
  one.pass(100);
  other.pass(100);
  expect(seen(one)).toEqual(seen(other));
});

test('12.3 seeded services have been running for a day and can be pulled again', () => {
  const region = startRegion();
  expect(api(region)).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
  expect(region.control.serviceDeployments('shop/api')).toMatchObject([{ status: 'SUCCESSFUL' }]);
  expect(region.now() / 1000 - api(region).createdAt).toBe(24 * 3600);
  region.images.set('registry.test/shop/api:v1', null);
  update(region, { forceNewDeployment: true });
  region.passUntil(() => primary(region).rolloutState === 'COMPLETED');
});

test('12.4 the newest behaviour that matches decides, and can be used up', () => {
  const region = startRegion();
  region.control.behave({ match: { image: '*/shop/api:v2' }, becomes: { type: 'exits', code: 7 } });
  region.control.behave({ match: { service: 'api' }, becomes: 'image-missing', times: 1 });
  region.control.behave({ match: { family: 'worker' }, becomes: 'not-placed' });
  update(region, { taskDefinition: 'api:2' });
  region.pass(8);
  const codes = region.control.tasks().flatMap(({ stopCode }) => stopCode ?? []);
  expect(codes).toEqual(['TaskFailedToStart', 'EssentialContainerExited']);
});

test('12.5 a misspelt member of a seed is refused', () => {
  const mistakes = [
    { clusters: { shop: { service: {} } } },
    { clusters: { shop: { services: { api: { taskDefinition: 'api', desired: 1 } } } } },
    { behaviours: [{ becomes: 'explodes' }] },
    { timings: { begin: 1 } },
  ];
  for (const mistake of mistakes) expect(ecsSeedSchema.safeParse(mistake).success).toBe(false);
});

test('12.6 tests act behind the back of the API', () => {
  const region = startRegion();
  const before = primary(region).id;
  region.control.deploy('shop/api', 'api:2');
  expect(primary(region).id).not.toBe(before);
  region.pass(60);
  region.control.scale('shop/api', 1);
  region.pass(30);
  expect(api(region)).toMatchObject({ runningCount: 1, taskDefinition: expect.stringMatching(/api:2$/) });
  region.control.interruptTasks('shop/api');
  region.pass(30);
  expect(region.control.tasks('shop/api').at(-2)).toMatchObject({ stopCode: 'SpotInterruption' });
  region.control.deleteService('shop/api');
  region.pass(30);
  expect(api(region)).toMatchObject({ status: 'INACTIVE' });
});

test('12.10 what ECS would refuse is registered when nobody checks', () => {
  const region = startRegion();
  const odd = { family: 'odd', containerDefinitions: [], volumes: [{ name: 'v' }], ephemeralStorage: { sizeInGiB: 1 } };
  expect(() => region.call('RegisterTaskDefinition', odd)).toThrow('Container list cannot be empty.');
  region.control.checkDefinitions(false);
  expect(region.call('RegisterTaskDefinition', odd).taskDefinition).toMatchObject(odd);
  region.control.checkDefinitions(true);
  expect(() => region.call('RegisterTaskDefinition', odd)).toThrow('Container list cannot be empty.');
});

test('12.7 with all timings 0 a rollout is over at the next look', () => {
  const region = startRegion();
  const names = ['scheduler', 'start', 'stop', 'settle', 'completion', 'serviceDeploymentLag'];
  region.control.setTimings(Object.fromEntries(names.map((name) => [name, 0])));
  update(region, { taskDefinition: 'api:2' });
  expect(api(region).deployments).toMatchObject([{ rolloutState: 'COMPLETED', runningCount: 2 }]);
  expect(region.control.serviceDeployments('shop/api')[0]).toMatchObject({ status: 'SUCCESSFUL' });
});
