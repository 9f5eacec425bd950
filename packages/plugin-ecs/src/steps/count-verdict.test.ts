import { expect, test } from 'vitest';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import { type CountWanted, countVerdict } from './count-verdict.ts';

const deployment = (running: number, pending = 0) => ({ running, pending }) as DeploymentView;

function service(more: Partial<ServiceView> = {}): ServiceView {
  return { status: 'ACTIVE', desired: 4, running: 4, deployments: [deployment(4)], ...more } as ServiceView;
}

const four = { min: 4, max: 4 };

test.each<[string, ServiceView | null, CountWanted, string]>([
  ['all run', service(), four, 'reached'],
  ['some are on their way', service({ running: 3, deployments: [deployment(3, 1)] }), four, 'waiting'],
  ['one too many runs still', service({ running: 5 }), four, 'waiting'],
  ['another revision is draining', service({ deployments: [deployment(4), deployment(0)] }), four, 'waiting'],
  ['without deployments its own counts decide', service({ deployments: [] }), four, 'reached'],
  [
    'nothing is wanted',
    service({ desired: 0, running: 0, deployments: [deployment(0)] }),
    { min: 0, max: 0 },
    'reached',
  ],
  ['somewhere between the limits', service(), { min: 2, max: 6 }, 'reached'],
  ['another count is wanted by now', service({ desired: 7 }), four, 'elsewhere'],
  ['below the limits', service({ desired: 1 }), { min: 2, max: 6 }, 'elsewhere'],
  ['it is being deleted', service({ status: 'DRAINING' }), four, 'gone'],
  ['it is not there', null, four, 'gone'],
])('%s', (...[, seen, wanted, verdict]) => expect(countVerdict(seen, wanted)).toBe(verdict));
