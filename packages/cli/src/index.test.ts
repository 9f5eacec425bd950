import { expect, test } from 'vitest';
import * as funade from './index.ts';

test('the public names', () => {
  expect(Object.keys(funade).sort()).toEqual([
    'cloudFormation',
    'defineConfig',
    'ecr',
    'ecs',
    'env',
    'secretsManager',
    'ssm',
    'terraformState',
  ]);
});
