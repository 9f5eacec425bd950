import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WireObject } from '../../src/model/service.ts';
import { transitions } from '../../src/services/ecs/rollout/service-deployments.ts';
import { type Answer, api, primary, type Region, shop, startRegion, update } from './region.ts';

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };

function list(region: Region, input: WireObject = {}): Answer[] {
  return region.call('ListServiceDeployments', { cluster: 'shop', service: 'api', ...input }).serviceDeployments;
}

function describe(region: Region, arn: string): Answer {
  return region.call('DescribeServiceDeployments', { serviceDeploymentArns: [arn] }).serviceDeployments[0];
}

/** Deploys revision 2 and waits until its service deployment can be seen. */
function deploy(region: Region): { readonly arn: string; readonly before: string; readonly fresh: string } {
  const before = primary(region).id;
  update(region, { taskDefinition: 'api:2' });
  const fresh = primary(region).id;
  region.pass(3);
  return { arn: list(region)[0].serviceDeploymentArn, before, fresh };
}

/** Every status the newest service deployment goes through, from now on. */
function statuses(region: Region, seconds = 120): string[] {
  const seen: string[] = [];
  for (let step = 0; step < seconds * 10; step += 1) {
    const status = String(region.control.serviceDeployments('shop/api')[0]?.status);
    if (seen.at(-1) !== status) seen.push(status);
    region.pass(0.1);
  }
  return seen;
}

test('6.1 a service deployment appears some seconds late', () => {
  const region = startRegion();
  const earlier = api(region).currentServiceDeployment;
  const service = update(region, { taskDefinition: 'api:2' });
  const revision = service.currentServiceRevisions[0].arn;
  const hidden = String(region.control.serviceDeployments('shop/api')[0]?.serviceDeploymentArn);
  region.pass(2.9);
  expect(list(region)).toHaveLength(1);
  expect(api(region).currentServiceDeployment).toBe(earlier);
  expect(region.call('DescribeServiceDeployments', { serviceDeploymentArns: [hidden] })).toEqual({
    serviceDeployments: [],
    failures: [{ arn: hidden, reason: 'MISSING' }],
  });
  expect(region.call('DescribeServiceRevisions', { serviceRevisionArns: [revision] }).failures).toEqual([
    { arn: revision, reason: 'MISSING' },
  ]);
  region.pass(0.2);
  expect(list(region)[0].serviceDeploymentArn).toBe(hidden);
  expect(api(region).currentServiceDeployment).toBe(hidden);
  expect(hidden).toMatch(/:service-deployment\/shop\/api\/[\w-]{21}$/);
});

test('6.2 it goes PENDING, IN_PROGRESS, SUCCESSFUL, towards the revision of the deployment id', () => {
  const region = startRegion();
  update(region, { taskDefinition: 'api:2' });
  const number = primary(region).id.slice('ecs-svc/'.length);
  expect(statuses(region)).toEqual(['PENDING', 'IN_PROGRESS', 'SUCCESSFUL']);
  expect(list(region)[0].targetServiceRevisionArn).toMatch(new RegExp(`/shop/api/${number}$`));
  expect(list(region)[0].finishedAt).toBeGreaterThan(list(region)[0].startedAt);
});

test('6.3 describing it gives revisions with counts, the breaker and the configuration', () => {
  const region = startRegion();
  update(region, { deploymentConfiguration: breaker });
  const { arn, before, fresh } = deploy(region);
  const number = (id: string): string => id.slice('ecs-svc/'.length);
  expect(describe(region, arn)).toMatchObject({
    status: 'IN_PROGRESS',
    sourceServiceRevisions: [
      { arn: expect.stringContaining(number(before)), runningTaskCount: 2, requestedTaskCount: 2 },
    ],
    targetServiceRevision: { arn: expect.stringContaining(number(fresh)), pendingTaskCount: 2, requestedTaskCount: 2 },
    deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 0, threshold: 3 },
    deploymentConfiguration: { ...breaker, strategy: 'ROLLING' },
    alarms: { status: 'DISABLED' },
  });
  region.pass(60);
  expect(describe(region, arn).deploymentCircuitBreaker.status).toBe('MONITORING_COMPLETE');
});

test('6.4 a newer deployment stops the older one', () => {
  const region = startRegion();
  const { arn } = deploy(region);
  update(region, { taskDefinition: 'api:1' });
  expect(describe(region, arn)).toMatchObject({ status: 'STOP_REQUESTED' });
  region.pass(0.5);
  const stopped = describe(region, arn);
  expect(stopped).toMatchObject({ status: 'STOPPED', deploymentCircuitBreaker: { status: 'DISABLED' } });
  expect(stopped).not.toHaveProperty('statusReason');
  region.pass(60);
  const [newer] = list(region);
  expect(newer).toMatchObject({ status: 'SUCCESSFUL' });
  expect(stopped.finishedAt).toBeGreaterThan(newer.createdAt);
});

test('6.5 the breaker with rollback ends in ROLLBACK_SUCCESSFUL', () => {
  const region = startRegion();
  update(region, { deploymentConfiguration: breaker });
  region.control.behave({ match: { revision: 2 }, becomes: 'image-missing' });
  const before = primary(region).id.slice('ecs-svc/'.length);
  update(region, { taskDefinition: 'api:2' });
  expect(statuses(region)).toEqual(['PENDING', 'IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL']);
  const reason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';
  expect(describe(region, list(region)[0].serviceDeploymentArn)).toMatchObject({
    statusReason: reason,
    deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    rollback: { reason, serviceRevisionArn: expect.stringContaining(before) },
  });
});

test('6.6 the breaker without rollback ends in STOPPED', () => {
  const region = startRegion();
  update(region, { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } });
  region.control.behave({ match: { revision: 2 }, becomes: 'image-missing' });
  update(region, { taskDefinition: 'api:2' });
  expect(statuses(region)).toEqual(['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'STOPPED']);
  expect(describe(region, list(region)[0].serviceDeploymentArn)).toMatchObject({
    deploymentCircuitBreaker: { status: 'TRIGGERED' },
  });
});

test('6.7 a rollback somebody asks for promotes the old deployment', () => {
  const region = startRegion();
  update(region, { deploymentConfiguration: breaker });
  const { arn, before } = deploy(region);
  expect(region.call('StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ROLLBACK' })).toEqual({
    serviceDeploymentArn: arn,
  });
  expect(statuses(region)).toEqual(['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL']);
  expect(describe(region, arn)).toMatchObject({ deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE' } });
  expect(api(region).deployments).toMatchObject([{ id: before, status: 'PRIMARY', rolloutState: 'COMPLETED' }]);
  expect(api(region).taskDefinition).toMatch(/api:1$/);
});

test('6.8 an abort stops it and leaves the service as it is', () => {
  const region = startRegion();
  const { arn, fresh } = deploy(region);
  region.call('StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ABORT' });
  expect(statuses(region)).toEqual(['STOP_REQUESTED', 'STOPPED']);
  expect(describe(region, arn)).toMatchObject({ deploymentCircuitBreaker: { status: 'DISABLED' } });
  expect(api(region).deployments).toMatchObject([
    { id: fresh, status: 'PRIMARY', rolloutState: 'FAILED', runningCount: 2 },
    { status: 'ACTIVE', runningCount: 2 },
  ]);
});

test('6.9 stopping what has ended, is unknown or is stopping', () => {
  const region = startRegion();
  const stop = (serviceDeploymentArn: string): Answer => region.call('StopServiceDeployment', { serviceDeploymentArn });
  expect(() => stop(list(region)[0].serviceDeploymentArn)).toThrow(
    expect.objectContaining({ code: 'ConflictException' }),
  );
  expect(() => stop('arn:aws:ecs:ap-northeast-1:111111111111:service-deployment/shop/api/none')).toThrow(
    expect.objectContaining({ code: 'ServiceDeploymentNotFoundException' }),
  );
  const { arn } = deploy(region);
  stop(arn);
  expect(stop(arn)).toEqual({ serviceDeploymentArn: arn });
  expect(statuses(region).at(-1)).toBe('ROLLBACK_SUCCESSFUL');
});

test('6.10 lists filter by status and time and page', () => {
  const region = startRegion();
  deploy(region);
  region.pass(60);
  expect(list(region)).toHaveLength(2);
  expect(list(region, { status: ['IN_PROGRESS'] })).toEqual([]);
  const since = region.now() / 1000 - 120;
  const [recent] = list(region, { createdAt: { after: since } });
  expect(list(region, { createdAt: { after: since } })).toHaveLength(1);
  expect(list(region, { createdAt: { before: since } })).toHaveLength(1);
  expect(Object.keys(recent).sort()).toEqual([
    'clusterArn',
    'createdAt',
    'finishedAt',
    'serviceArn',
    'serviceDeploymentArn',
    'startedAt',
    'status',
    'targetServiceRevisionArn',
  ]);
  expect(list(region)[0]).toEqual(recent);
  expect(list(region, { maxResults: 1 })).toHaveLength(1);
});

test('6.11 a service revision names images and the digests they were pulled as', () => {
  const region = startRegion();
  region.images.set('registry.test/shop/api:v2', { digest: 'sha256:abc', platforms: ['linux/amd64'] });
  const network = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
  const { currentServiceRevisions } = update(region, { taskDefinition: 'api:2', networkConfiguration: network });
  const { arn } = currentServiceRevisions[0];
  region.pass(60);
  const { serviceRevisions } = region.call('DescribeServiceRevisions', { serviceRevisionArns: [arn] });
  expect(serviceRevisions).toMatchObject([
    {
      serviceRevisionArn: arn,
      taskDefinition: expect.stringMatching(/api:2$/),
      containerImages: [{ containerName: 'app', image: 'registry.test/shop/api:v2', imageDigest: 'sha256:abc' }],
      networkConfiguration: network,
    },
  ]);
});

test('6.12 an update that triggers nothing makes none', () => {
  const region = startRegion();
  update(region, { desiredCount: 3, deploymentConfiguration: breaker, propagateTags: 'SERVICE' });
  region.pass(60);
  expect(list(region)).toHaveLength(1);
});

/** What a service deployment goes through, from an update on, while something is done to it. */
const ways: readonly (readonly [string, (region: Region) => void, readonly string[]])[] = [
  ['nothing', () => undefined, ['PENDING', 'IN_PROGRESS', 'SUCCESSFUL']],
  [
    'a rollback at once',
    (region) => stopNewest(region, 'ROLLBACK'),
    ['PENDING', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL'],
  ],
  ['an abort at once', (region) => stopNewest(region, 'ABORT'), ['PENDING', 'STOP_REQUESTED', 'STOPPED']],
  ['a newer one at once', (region) => redeploy(region), ['PENDING', 'STOP_REQUESTED', 'STOPPED']],
  [
    'a newer one later',
    (region) => {
      region.pass(2);
      redeploy(region);
    },
    ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'STOPPED'],
  ],
  [
    'a rollback that comes too late',
    (region) => {
      region.passUntil(() => api(region).deployments.length === 1);
      region.pass(3.5);
      stopNewest(region, 'ROLLBACK');
    },
    ['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED', 'SUCCESSFUL'],
  ],
  [
    'a newer one while a rollback is asked for',
    (region) => {
      region.pass(2);
      stopNewest(region, 'ROLLBACK');
      redeploy(region);
    },
    ['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED', 'STOPPED'],
  ],
  [
    'a newer one while it rolls back',
    (region) => {
      region.pass(2);
      stopNewest(region, 'ROLLBACK');
      region.pass(1.5);
      redeploy(region);
    },
    ['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED'],
  ],
  [
    'a breaker that finds nothing to go back to',
    (region) => {
      region.state.services.forEach((service) => {
        service.lastCompleted = null;
      });
      region.control.behave({ becomes: 'image-missing' });
    },
    ['PENDING', 'IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED'],
  ],
];

function stopNewest(region: Region, stopType: 'ROLLBACK' | 'ABORT'): void {
  const serviceDeploymentArn = String(region.control.serviceDeployments('shop/api')[0]?.serviceDeploymentArn);
  region.call('StopServiceDeployment', { serviceDeploymentArn, stopType });
}

function redeploy(region: Region): void {
  update(region, { forceNewDeployment: true });
}

test.each(ways)('6.14 states with %s', (_, act, expected) => {
  const region = startRegion();
  region.control.setTimings({ serviceDeploymentLag: 0 });
  update(region, { taskDefinition: 'api:2', deploymentConfiguration: breaker });
  const arn = region.control.serviceDeployments('shop/api')[0]?.serviceDeploymentArn;
  const seen: string[] = [];
  const look = (): void => {
    const found = region.control.serviceDeployments('shop/api').find((each) => each.serviceDeploymentArn === arn);
    if (seen.at(-1) !== found?.status) seen.push(String(found?.status));
  };
  const watching: Region = {
    ...region,
    pass: (seconds) => {
      for (let tenth = 0; tenth < seconds * 10; tenth += 1) {
        region.pass(0.1);
        look();
      }
    },
    call: (operation, input) => {
      const answer = region.call(operation, input);
      look();
      return answer;
    },
  };
  look();
  act(watching);
  watching.pass(120);
  expect(seen).toEqual(expected);
});

test('6.14 whatever is done, no other state follows', () => {
  const acts = fc.array(
    fc.record({
      act: fc.constantFrom('rollback', 'abort', 'deploy', 'scale', 'alarm', 'calm'),
      wait: fc.integer({ min: 0, max: 80 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(acts, fc.boolean(), (steps, fails) => {
      const region = startRegion();
      region.control.setTimings({ serviceDeploymentLag: 0 });
      update(region, {
        deploymentConfiguration: { ...breaker, alarms: { alarmNames: ['a'], enable: true, rollback: true } },
      });
      if (fails) region.control.behave({ match: { revision: 2 }, becomes: { type: 'exits', afterSeconds: 1 } });
      const last = new Map<string, string>();
      const look = (): void => {
        for (const each of region.control.serviceDeployments('shop/api')) {
          const arn = String(each.serviceDeploymentArn);
          const [before, now] = [last.get(arn), String(each.status) as keyof typeof transitions];
          if (before !== undefined && before !== now)
            expect(transitions[before as keyof typeof transitions]).toContain(now);
          last.set(arn, now);
        }
      };
      for (const { act, wait } of steps) {
        perform(region, act);
        look();
        for (let step = 0; step < wait * 20; step += 1) {
          region.pass(0.05);
          look();
        }
      }
    }),
    { numRuns: 8 },
  );
});

function perform(region: Region, act: string): void {
  const ended =
    transitions[region.control.serviceDeployments('shop/api')[0]?.status as keyof typeof transitions].length === 0;
  if (act === 'deploy' && api(region).deployments.length < 5)
    update(region, { taskDefinition: 'api:2', forceNewDeployment: true });
  if (act === 'scale') region.control.scale('shop/api', 3);
  if (act === 'alarm') region.control.setAlarm('a', 'ALARM');
  if (act === 'calm') region.control.setAlarm('a', 'OK');
  if (act === 'rollback' && !ended) stopNewest(region, 'ROLLBACK');
  if (act === 'abort' && !ended) stopNewest(region, 'ABORT');
}

test('6.15 a list goes back ninety days', () => {
  const region = startRegion();
  const day = 24 * 3600;
  expect(list(region, { createdAt: { after: region.now() / 1000 - 89 * day } })).toHaveLength(1);
  expect(() => list(region, { createdAt: { after: region.now() / 1000 - 91 * day } })).toThrow(
    expect.objectContaining({ code: 'InvalidParameterException' }),
  );
  region.pass(91 * day);
  expect(list(region)).toEqual([]);
});

test('6.13 the threshold follows the desired count', () => {
  const region = startRegion({
    ...shop,
    clusters: {
      shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 2, deploymentConfiguration: breaker } } },
    },
  });
  region.control.behave({ match: { revision: 2 }, becomes: 'image-missing' });
  const { arn } = deploy(region);
  expect(describe(region, arn).deploymentCircuitBreaker.threshold).toBe(3);
  region.control.scale('shop/api', 20);
  region.pass(3);
  expect(describe(region, arn).deploymentCircuitBreaker.threshold).toBe(10);
});

test('6.16 a rolling service deployment has no traffic weights', () => {
  const region = startRegion();
  update(region, { taskDefinition: 'api:2' });
  region.pass(5);
  const [deployment] = region.control.serviceDeployments('shop/api') as Answer[];
  for (const revision of [deployment.targetServiceRevision, ...deployment.sourceServiceRevisions]) {
    expect(Object.keys(revision).toSorted()).toEqual([
      'arn',
      'pendingTaskCount',
      'requestedTaskCount',
      'runningTaskCount',
    ]);
  }
});
