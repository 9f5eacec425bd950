import { expect, test } from 'vitest';
import type { WireObject } from '../../src/model/service.ts';
import { type Answer, epoch, primary, type Region, startRegion, taskDefinition, update } from './region.ts';

const options = { 'awslogs-group': '/ecs/api', 'awslogs-stream-prefix': 'ecs', 'awslogs-region': 'ap-northeast-1' };

/** A service whose new task writes a line at its start and then every second, and exits after 3.5 seconds. */
function logging(): { region: Region; stream: string } {
  const region = startRegion({
    taskDefinitions: [
      taskDefinition('v1'),
      taskDefinition('v2', { logConfiguration: { logDriver: 'awslogs', options } }),
    ],
    clusters: { shop: { services: { api: { taskDefinition: 'api:1' } } } },
  });
  region.control.behave({
    match: { revision: 2 },
    becomes: { type: 'exits', code: 1, afterSeconds: 3.5 },
    logs: [0, 1, 2, 3, 4, 5].map((afterSeconds) => ({ afterSeconds, message: `line ${afterSeconds}` })),
    times: 1,
  });
  update(region, { taskDefinition: 'api:2' });
  const startedBy = primary(region).id;
  region.pass(2);
  const [arn] = region.call('ListTasks', { cluster: 'shop', startedBy }).taskArns;
  return { region, stream: `ecs/app/${arn.split('/').at(-1)}` };
}

function get(region: Region, logStreamName: string, input: WireObject = {}): Answer {
  return region.call('GetLogEvents', { logGroupName: '/ecs/api', logStreamName, ...input });
}

const texts = (answer: Answer): string[] => answer.events.map((event: Answer) => event.message);

test('11.1 lines appear at their time and none after the end', () => {
  const { region, stream } = logging();
  region.pass(3.5);
  expect(texts(get(region, stream))).toEqual(['line 0', 'line 1']);
  region.pass(30);
  const { events } = get(region, stream);
  expect(events.map((event: Answer) => event.message)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
  expect(events[0]).toEqual({ timestamp: epoch + 4000, message: 'line 0', ingestionTime: epoch + 4000 });
});

test('11.2 GetLogEvents gives the newest, or from the head, and goes on by tokens', () => {
  const { region, stream } = logging();
  region.pass(30);
  const newest = get(region, stream, { limit: 2 });
  expect(texts(newest)).toEqual(['line 3', 'line 4']);
  expect(texts(get(region, stream, { limit: 2, nextToken: newest.nextBackwardToken }))).toEqual(['line 1', 'line 2']);
  const head = get(region, stream, { limit: 3, startFromHead: true });
  expect(texts(head)).toEqual(['line 0', 'line 1', 'line 2']);
  const rest = get(region, stream, { nextToken: head.nextForwardToken });
  expect(texts(rest)).toEqual(['line 3', 'line 4']);
  const end = get(region, stream, { nextToken: rest.nextForwardToken });
  expect(end).toMatchObject({ events: [], nextForwardToken: rest.nextForwardToken });
});

test('11.3 FilterLogEvents searches a group', () => {
  const { region, stream } = logging();
  region.pass(30);
  const filter = (input: WireObject): string[] =>
    texts(region.call('FilterLogEvents', { logGroupName: '/ecs/api', ...input }));
  expect(filter({})).toHaveLength(5);
  expect(filter({ filterPattern: '"line 2"' })).toEqual(['line 2']);
  expect(filter({ logStreamNamePrefix: 'web/' })).toEqual([]);
  expect(filter({ logStreamNames: [stream], startTime: epoch + 7000 })).toEqual(['line 3', 'line 4']);
  const page = region.call('FilterLogEvents', { logGroupName: '/ecs/api', limit: 4 });
  expect(filter({ nextToken: page.nextToken })).toEqual(['line 4']);
  expect(page.events[0]).toMatchObject({ logStreamName: stream, eventId: expect.stringMatching(/^\d+$/) });
});

test('11.7 streams are named or have a prefix, and the newest lines may come first', () => {
  const { region, stream } = logging();
  region.pass(30);
  const filter = (input: WireObject): Answer => region.call('FilterLogEvents', { logGroupName: '/ecs/api', ...input });
  const [first, second] = filter({}).events;
  expect(texts(filter({ startTime: first.timestamp, endTime: second.timestamp }))).toEqual(['line 0', 'line 1']);
  expect(texts(filter({ startFromHead: false, limit: 2 }))).toEqual(['line 4', 'line 3']);
  expect(filter({}).searchedLogStreams).toEqual([]);
  const names = Array.from({ length: 101 }, () => stream);
  for (const input of [{ logStreamNames: [stream], logStreamNamePrefix: 'ecs' }, { logStreamNames: names }]) {
    expect(() => filter(input)).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }));
  }
});

test('11.8 a page without a match goes on', () => {
  const { region } = logging();
  region.pass(30);
  const filter = (input: WireObject): Answer =>
    region.call('FilterLogEvents', { logGroupName: '/ecs/api', filterPattern: '"line 4"', limit: 2, ...input });
  const empty = filter({});
  expect(empty).toMatchObject({ events: [], nextToken: expect.any(String) });
  const last = filter({ nextToken: filter({ nextToken: empty.nextToken }).nextToken });
  expect(texts(last)).toEqual(['line 4']);
  expect(last).not.toHaveProperty('nextToken');
});

test('11.4 unknown groups and streams are refused', () => {
  const { region } = logging();
  region.pass(30);
  const unknown = (what: string): object =>
    expect.objectContaining({
      code: 'ResourceNotFoundException',
      message: `The specified log ${what} does not exist.`,
    });
  expect(() => get(region, 'ecs/app/none')).toThrow(unknown('stream'));
  expect(() => region.call('FilterLogEvents', { logGroupName: '/none' })).toThrow(unknown('group'));
});

test('11.5 groups are listed by prefix or pattern', () => {
  const region = startRegion({ logGroups: ['/ecs/api', '/ecs/web', '/other'] });
  const groups = (input: WireObject): string[] =>
    region.call('DescribeLogGroups', input).logGroups.map((group: Answer) => group.logGroupName);
  expect(groups({})).toEqual(['/ecs/api', '/ecs/web', '/other']);
  expect(groups({ logGroupNamePrefix: '/ecs/' })).toEqual(['/ecs/api', '/ecs/web']);
  expect(groups({ logGroupNamePattern: 'WEB' })).toEqual(['/ecs/web']);
  const first = region.call('DescribeLogGroups', { limit: 2 });
  expect(groups({ nextToken: first.nextToken })).toEqual(['/other']);
  expect(first.logGroups[0]).toMatchObject({
    arn: 'arn:aws:logs:ap-northeast-1:111111111111:log-group:/ecs/api:*',
    logGroupArn: 'arn:aws:logs:ap-northeast-1:111111111111:log-group:/ecs/api',
    storedBytes: 0,
  });
  for (const input of [{ limit: 51 }, { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }, { nextToken: '%' }]) {
    expect(() => groups(input)).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }));
  }
});

test('11.6 without groups in the seed every group exists', () => {
  const { region } = logging();
  const groups = (input: WireObject): string[] =>
    region.call('DescribeLogGroups', input).logGroups.map((group: Answer) => group.logGroupName);
  expect(groups({})).toEqual(['/ecs/api']);
  expect(groups({ logGroupNamePrefix: '/any' })).toEqual(['/any']);
});

test('11.9 a line that arrives late has its own time, and keeps the ids of others', () => {
  const region = startRegion({
    taskDefinitions: [taskDefinition('v1', { logConfiguration: { logDriver: 'awslogs', options } })],
    clusters: { shop: { services: { api: { taskDefinition: 'api:1' } } } },
  });
  region.control.behave({
    logs: [
      { afterSeconds: 1, message: 'late', lateSeconds: 60 },
      { afterSeconds: 2, message: 'in time' },
    ],
  });
  region.control.scale('shop/api', 2);
  region.pass(30);
  const filter = (): Answer[] => region.call('FilterLogEvents', { logGroupName: '/ecs/api' }).events;
  const before = filter();
  expect(before.map(({ message }) => message)).toEqual(['in time']);
  region.pass(60);
  const after = filter();
  expect(after.map(({ message }) => message)).toEqual(['late', 'in time']);
  expect(after[1].eventId).toBe(before[0].eventId);
  expect(after[0].ingestionTime - after[0].timestamp).toBe(60_000);
});
