import { expect, test } from 'vitest';
import { serviceView } from '../service/service-view.ts';
import { whoseService } from './whose-service.ts';

const ours = { deploymentId: 'd2', knownDeploymentIds: ['d1'], createdAt: 2_000 };

test.each([
  ['ours', { id: 'd2', createdAt: 2 }, { whose: 'ours' }],
  ['one that was there before', { id: 'd1', createdAt: 1 }, { whose: 'before' }],
  ['an older one that nobody saw then', { id: 'd0', createdAt: 0 }, { whose: 'before' }],
  ['a newer one', { id: 'd3', createdAt: 3 }, { whose: 'newer', by: expect.objectContaining({ id: 'd3' }) }],
  ['one of the same second', { id: 'd3', createdAt: 2 }, { whose: 'newer', by: expect.objectContaining({ id: 'd3' }) }],
])('%s', (_, { id, createdAt }, whose) => {
  const deployments = [
    { id: 'x', status: 'ACTIVE' },
    { id, status: 'PRIMARY', createdAt: new Date(createdAt * 1000) },
  ];
  expect(whoseService(serviceView({ deployments }), ours)).toEqual(whose);
});

test('a service without deployments is nobody’s', () => {
  expect(whoseService(serviceView({ deployments: [] }), ours)).toEqual({ whose: 'nobody' });
});
