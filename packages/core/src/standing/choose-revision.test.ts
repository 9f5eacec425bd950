import { expect, test } from 'vitest';
import { errorInfo } from '../model/error.ts';
import type { PastDeployment, TargetHistory } from '../model/history.ts';
import { chooseRevision } from './choose-revision.ts';

function deployment(number: number, more: Partial<PastDeployment> = {}): PastDeployment {
  return {
    id: `ecs-svc/${number}`,
    revision: `shop-api:${number}`,
    release: `v1.${number}.0`,
    step: null,
    commit: null,
    images: [],
    at: null,
    duration: null,
    end: 'succeeded',
    reason: null,
    registeredBy: null,
    run: null,
    primary: false,
    lastStable: false,
    ...more,
  };
}

const hotfix = { container: 'app', repository: 'shop/api', tag: 'hotfix', digest: null };
const history: TargetHistory = {
  id: 'api@production',
  service: 'api',
  place: 'shop/api',
  note: null,
  deployments: [
    deployment(5, { end: 'rolled-back' }),
    deployment(4, { primary: true }),
    deployment(3, { release: 'v1.2.0', end: 'failed' }),
    deployment(2, { lastStable: true }),
    deployment(1, { images: [hotfix] }),
    deployment(0, { revision: null }),
  ],
};

test.each([
  [null, 'shop-api:2'],
  ['v1.2.0', 'shop-api:2'],
  ['1.1.0', 'shop-api:1'],
  ['hotfix', 'shop-api:1'],
  ['v1.5.0', 'shop-api:5'],
  ['v1.4.0', 'shop-api:4'],
  ['shop-api:3', 'shop-api:3'],
  ['shop-api:99', 'shop-api:99'],
])('back to %s is %s', (to, revision) => expect(chooseRevision(history, to).revision).toBe(revision));

test.each<[string, TargetHistory, string | null]>([
  ['nothing stable', { ...history, deployments: [deployment(4, { primary: true })] }, null],
  ['nothing known', { ...history, deployments: [] }, null],
  ['a version nobody deployed', history, 'v0.9.0'],
  ['a version where no release is known', { ...history, deployments: [] }, 'v0.9.0'],
  ['a version whose revision is unknown', history, 'v1.0.0'],
  ['a revision of another family', history, 'shop-web:3'],
])('%s is refused', (_, ...[known, to]) => {
  const refused = (): unknown => {
    try {
      return chooseRevision(known, to);
    } catch (error) {
      return errorInfo(error as Error);
    }
  };
  expect(refused()).toMatchSnapshot();
});
