import { expect, test } from 'vitest';
import type { FoundProject } from '../model/found-project.ts';
import { mergeProjects } from './merge-projects.ts';

const tag = /^v\d+$/;
const projectOf = (environment: string, more: Partial<FoundProject> = {}): FoundProject => ({
  origin: `cluster shop-${environment}`,
  project: 'shop',
  plugins: [],
  environments: { [environment]: { account: '111111111111', region: 'eu-west-1' } },
  tagRules: [{ tag, environments: [environment] }],
  services: { api: { environments: { [environment]: { ecs: { cluster: `shop-${environment}` } } } } },
  files: [],
  left: [],
  ...more,
});

test('environments and services of both, a rule for the same refs once', () => {
  const { origin, environments, tagRules, services } = mergeProjects(projectOf('staging'), projectOf('production'));
  expect(origin).toBe('cluster shop-staging and cluster shop-production');
  expect(Object.keys(environments)).toEqual(['staging', 'production']);
  expect(tagRules).toEqual([{ tag, environments: ['staging', 'production'] }]);
  expect(services).toEqual({
    api: {
      environments: {
        staging: { ecs: { cluster: 'shop-staging' } },
        production: { ecs: { cluster: 'shop-production' } },
      },
    },
  });
});

test('settings of a plugin are united, of a file the second text holds, and everything that is left out is kept', () => {
  const left = (what: string) => ({ place: 'a', what, reason: 'b' });
  const first = projectOf('staging', {
    plugins: [{ name: 'env', settings: { names: ['A', 'B'] } }, { name: 'ssm' }],
    files: [{ path: 'a.json', text: '1' }],
    left: [left('x')],
  });
  const second = projectOf('staging', {
    plugins: [{ name: 'env', settings: { names: ['B', 'C'] } }],
    files: [{ path: 'a.json', text: '2' }],
    left: [left('y')],
  });
  const merged = mergeProjects(first, second);
  expect(merged.origin).toBe('cluster shop-staging');
  expect(merged.plugins).toEqual([{ name: 'env', settings: { names: ['A', 'B', 'C'] } }, { name: 'ssm' }]);
  expect(merged.files).toEqual([{ path: 'a.json', text: '2' }]);
  expect(merged.left.map(({ what }) => what)).toEqual(['x', 'y']);
});

test('what only one of them says of an environment stays', () => {
  const role = 'arn:aws:iam::111111111111:role/deploy';
  const first = projectOf('staging', { environments: { staging: { account: '1', region: 'eu-west-1', role } } });
  expect(mergeProjects(first, projectOf('staging')).environments).toEqual({
    staging: { account: '111111111111', region: 'eu-west-1', role },
  });
});
