import { expect, test } from 'vitest';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import { movedTo, replacedUnseen } from './moved-to.ts';

function service(...deployments: readonly (readonly [id: string, status: string])[]): ServiceView {
  return {
    status: 'ACTIVE',
    desired: 1,
    running: 1,
    rollsBack: false,
    tolerance: { failures: 3, resets: true },
    staged: false,
    serviceDeployment: null,
    deployments: deployments.map(([id, status]) => deployment(id, status)),
  };
}

function deployment(id: string, status: string): DeploymentView {
  return {
    id,
    status,
    taskDefinition: 'api:1',
    rolloutState: 'COMPLETED',
    reason: null,
    desired: 1,
    pending: 0,
    running: 1,
    failed: 0,
    createdAt: 0,
    updatedAt: 0,
  };
}

test.each<[string, ServiceView, readonly string[], string | null]>([
  ['what was planned from', service(['d1', 'PRIMARY']), ['d1'], null],
  ['one of what may be replaced', service(['d1', 'PRIMARY']), ['d2', 'd1'], null],
  ['another one', service(['d2', 'PRIMARY'], ['d1', 'ACTIVE']), ['d1'], 'd2'],
  ['the order of the list does not matter', service(['d1', 'ACTIVE'], ['d2', 'PRIMARY']), ['d1'], 'd2'],
  ['back on what was planned from', service(['d1', 'PRIMARY'], ['d2', 'ACTIVE']), ['d1'], null],
  ['one where there was none', service(['d1', 'PRIMARY']), [], 'd1'],
  ['none at all', service(), ['d1'], null],
])('moved: %s', (_, seen, ...[replaces, moved]) => {
  expect(movedTo(seen, replaces)?.id ?? null).toBe(moved);
});

test.each<[string, ServiceView, ServiceView, readonly string[]]>([
  ['nothing', service(['d1', 'PRIMARY']), service(['d2', 'PRIMARY'], ['d1', 'ACTIVE']), []],
  ['one that came', service(['d1', 'PRIMARY']), service(['d2', 'PRIMARY'], ['x', 'ACTIVE'], ['d1', 'ACTIVE']), ['x']],
  ['no deployment was made', service(['d1', 'PRIMARY']), service(['d1', 'PRIMARY']), []],
])('replaced unseen: %s', (_, before, ...[after, unseen]) => {
  const made = after.deployments.find(({ status }) => status === 'PRIMARY')?.id ?? '';
  expect(replacedUnseen(before, after, made).map(({ id }) => id)).toEqual(unseen);
});
