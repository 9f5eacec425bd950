import { expect, test } from 'vitest';
import { isExpress, runningRevision } from './running-revision.ts';

const old = { status: 'ACTIVE', taskDefinition: 'web:1' };
const primary = { status: 'PRIMARY', taskDefinition: 'web:2' };

test.each([
  [{ taskDefinition: 'web:3', deployments: [primary] }, 'web:3'],
  [{ deployments: [old, primary] }, 'web:2'],
  [{ deployments: [old] }, null],
  [{ deployments: [{ status: 'PRIMARY' }] }, null],
  [{}, null],
])('%j runs %s', (service, revision) => {
  expect(runningRevision(service)).toBe(revision);
});

test.each([
  [{ resourceManagementType: 'ECS' as const }, true],
  [{ resourceManagementType: 'CUSTOMER' as const }, false],
  [{}, false],
])('%j is of Express Mode: %s', (service, express) => {
  expect(isExpress(service)).toBe(express);
});
