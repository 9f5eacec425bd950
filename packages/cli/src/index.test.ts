import { expect, test } from 'vitest';
import * as funade from './index.ts';

test('the public names', () => {
  expect(Object.keys(funade).sort()).toEqual(['defineConfig', 'ecr', 'ecs', 'env', 'terraformState']);
});
