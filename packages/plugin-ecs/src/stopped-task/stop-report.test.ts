import { hostileParts } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { causeText, plainReport, type StopReport, stopEvidence, stopHeadline } from './stop-report.ts';

const report: StopReport = {
  cause: { class: 'container.exit', reason: 'Essential container in task exited', container: 'app', exitCode: 1 },
  count: 1,
  task: 'a1',
  link: 'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/shop/tasks/a1?region=eu-west-1',
  containers: [
    { name: 'sidecar', exitCode: null, reason: null, health: 'UNKNOWN' },
    { name: 'app', exitCode: 1, reason: 'crashed', health: 'UNHEALTHY' },
  ],
  log: { group: '/shop/api', stream: 'api/app/a1', region: 'eu-west-1' },
  lines: ['cannot open port', 'bye'],
  elsewhere: null,
};

test('a death is told in one line while it is waited', () => {
  expect(stopHeadline(report)).toBe('task a1 stopped: container.exit: Essential container in task exited');
  expect(stopHeadline({ ...report, task: null })).toBe('container.exit: Essential container in task exited');
});

test('a death is told in full at the end', () => {
  expect(causeText(report.cause)).toBe('container.exit: Essential container in task exited');
  expect(stopEvidence(report)).toEqual([
    'task a1',
    'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/shop/tasks/a1?region=eu-west-1',
    'container sidecar: did not run',
    'container app: exit code 1, unhealthy, crashed',
    'log /shop/api api/app/a1',
    '| cannot open port',
    '| bye',
  ]);
});

test('many deaths of one kind are counted', () => {
  expect(stopEvidence({ ...report, count: 4 })[0]).toBe('task a1, and 3 more for the same reason');
});

test('without lines it says where to look', () => {
  expect(stopEvidence({ ...report, lines: [], elsewhere: 'the log is empty' }).at(-1)).toBe('the log is empty');
});

test('what only an event told has no task', () => {
  const { cause } = report;
  const event = { cause, count: 1, task: null, link: null, containers: [], log: null, lines: [], elsewhere: null };
  expect(stopEvidence(event)).toEqual([]);
});

test('what a container wrote can neither pass for ours nor tell a secret', () => {
  const lines = ['ok\r✔ api@production  succeeded', '\u001b[2J::error::x', 'db postgres://app:hunter2@db/shop'];
  const cause = { ...report.cause, reason: 'a\nb\u202e' };
  expect(stopEvidence({ ...report, cause, lines }).flatMap(hostileParts)).toEqual([]);
  expect(plainReport({ ...report, cause, lines })).toMatchObject({
    cause: { class: 'container.exit', reason: 'a b' },
    lines: ['ok ✔ api@production  succeeded', ': :error::x', 'db postgres://app:[secret]@db/shop'],
  });
  expect(stopEvidence({ ...report, lines }).slice(-3)).toEqual([
    '| ok ✔ api@production  succeeded',
    '| : :error::x',
    '| db postgres://app:[secret]@db/shop',
  ]);
  expect(stopHeadline({ ...report, cause })).toBe('task a1 stopped: container.exit: a b');
});
