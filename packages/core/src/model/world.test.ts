import { expect, test } from 'vitest';
import { type ResourceKey, resourceKey } from './resource-key.ts';
import { createResources } from './world.ts';

const keys = new Map<string, ResourceKey<object>>();
/** The same key for the same name. */
const key = (name: string) => {
  const known = keys.get(name) ?? resourceKey<object>(name);
  keys.set(name, known);
  return known;
};

test('a thing is made once, shared, and made anew after a failure', async () => {
  const resources = createResources();
  let made = 0;
  const create = () => ({ made: ++made });
  const [first, second] = await Promise.all([resources.use(key('a'), create), resources.use(key('a'), create)]);
  expect(first).toBe(second);
  expect(await resources.use(key('b'), create)).toEqual({ made: 2 });
  await expect(resources.use(key('c'), () => Promise.reject(new Error('not yet')))).rejects.toThrow('not yet');
  expect(await resources.use(key('c'), create)).toEqual({ made: 3 });
});

test('everything is disposed of once, the newest first, however it is disposed of', async () => {
  const resources = createResources();
  const closed: string[] = [];
  await resources.use(key('sync'), () => ({ [Symbol.dispose]: () => void closed.push('sync') }));
  await resources.use(key('plain'), () => ({}));
  await resources.use(key('async'), () => ({
    [Symbol.asyncDispose]: async () => {
      await Promise.resolve();
      closed.push('async');
    },
  }));
  await resources.use(key('failed'), () => Promise.reject(new Error('no'))).catch(() => undefined);
  await resources.close();
  await resources.close();
  expect(closed).toEqual(['async', 'sync']);
});

test('what is still being made is waited for and disposed of', async () => {
  const resources = createResources();
  const made = Promise.withResolvers<Disposable>();
  const using = resources.use(key('slow'), () => made.promise);
  const closing = resources.close();
  const closed: string[] = [];
  made.resolve({ [Symbol.dispose]: () => void closed.push('slow') });
  await Promise.all([using, closing]);
  expect(closed).toEqual(['slow']);
});
