import { expect, test } from 'vitest';
import * as ecr from './index.ts';

test('the public names are these', () => {
  expect(Object.keys(ecr)).toEqual(['ecr']);
});

test('a reference loads the plugin of its name', async () => {
  expect(ecr.ecr().name).toBe('ecr');
  expect((await ecr.ecr().load()).name).toBe('ecr');
});
