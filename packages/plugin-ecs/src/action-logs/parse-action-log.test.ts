import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionText, isAbout, parseActionLog } from './parse-action-log.ts';

const cluster = 'arn:aws:ecs:eu-west-1:111111111111:cluster/shop';
const service = 'arn:aws:ecs:eu-west-1:111111111111:service/shop/api';
const deployment = 'arn:aws:ecs:eu-west-1:111111111111:service-deployment/shop/api/abc';

const parsed = (entry: unknown) => parseActionLog(JSON.stringify(entry), 5);

describe('both forms of the samples', () => {
  test('members at the top', () => {
    expect(
      parsed({
        timestamp: 1000,
        logLevel: 'ERROR',
        resourceArn: cluster,
        actionSourceId: service,
        eventName: 'SERVICE_DEPLOYMENT_ROLLBACK_FAILED',
        detail: { serviceDeploymentArn: deployment, status: 'ROLLBACK_FAILED', statusReason: 'No rollback candidate' },
      }),
    ).toEqual({
      at: 1000,
      name: 'SERVICE_DEPLOYMENT_ROLLBACK_FAILED',
      cluster: 'shop',
      service: 'api',
      deployment,
      status: 'ROLLBACK_FAILED',
      stopCode: null,
      reasons: ['No rollback candidate'],
    });
  });

  test('members in detail', () => {
    const detail = {
      eventName: 'STOPPED',
      deploymentArn: 'ecs-svc/1',
      stopCode: 'TaskFailedToStart',
      statusReason: 'CannotPullContainerError',
      containerStoppedReason: 'CannotPullContainerError',
    };
    expect(parsed({ eventTimestamp: '2000', actionSourceId: 'api', detail })).toMatchObject({
      at: 2000,
      cluster: null,
      service: 'api',
      deployment: 'ecs-svc/1',
      stopCode: 'TaskFailedToStart',
      reasons: ['CannotPullContainerError'],
    });
  });
});

test.each<[string, unknown, object]>([
  ['a time in ISO 8601', { eventName: 'X', timestamp: '1970-01-01T00:00:07Z' }, { at: 7000 }],
  ['no time', { eventName: 'X' }, { at: 5 }],
  ['a time that is none', { eventName: 'X', timestamp: 1e300 }, { at: 5 }],
  ['detail as a text', { eventName: 'X', detail: '{"status":"DONE"}' }, { status: 'DONE' }],
  ['detail of another kind', { eventName: 'X', detail: 7 }, { status: null }],
  ['only a deployment', { detail: { serviceDeploymentArn: deployment } }, { cluster: 'shop', service: 'api' }],
  ['members of other types', { eventName: 'X', actionSourceId: 7, detail: { statusReason: {} } }, { reasons: [] }],
])('%s', (_, entry, expected) => expect(parsed(entry)).toMatchObject(expected));

test.each(['', 'GET / 200', '[]', '7', 'null', '{}', '{"detail":{"x":1}}'])('%j is no entry', (message) =>
  expect(parseActionLog(message, 5)).toBeNull(),
);

test.each<[Parameters<typeof isAbout>[0], boolean]>([
  [{ cluster: 'shop', service: 'api' }, true],
  [{ cluster: null, service: 'api' }, true],
  [{ cluster: 'other', service: 'api' }, false],
  [{ cluster: 'shop', service: 'web' }, false],
])('%j is about shop/api: %s', (entry, expected) =>
  expect(isAbout(entry, { cluster: 'arn:aws:ecs:eu-west-1:111111111111:cluster/shop', service: 'api' })).toBe(expected),
);

test('one line', () => {
  const entry = { at: 0, name: null, cluster: null, service: null, deployment: null, status: null };
  expect(actionText({ ...entry, stopCode: 'TaskFailedToStart', reasons: ['a', 'b'] })).toBe(
    'action (TaskFailedToStart): a; b',
  );
  expect(actionText({ ...entry, name: 'X', status: 'Y', stopCode: null, reasons: [] })).toBe('X');
});

const members = ['timestamp', 'eventTimestamp', 'eventName', 'resourceArn', 'actionSourceId', 'detail', 'status'];

test('whatever a log group holds is an entry of which a line can be made, or none', () => {
  const odd = fc.dictionary(fc.constantFrom(...members), fc.oneof(fc.jsonValue(), fc.constant(service)));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        odd.map((one) => JSON.stringify(one)),
      ),
      (message) => {
        const entry = parseActionLog(message, 5);
        if (entry === null) return;
        expect(new Date(entry.at).toISOString()).toMatch(/Z$/);
        expect(typeof actionText(entry)).toBe('string');
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});
