import { expect, test } from 'vitest';
import { resourceKey } from './resource-key.ts';
import { createResources } from './run-context.ts';

test('two keys of one name are two things: no plugin gets what another has made', async () => {
  const resources = createResources();
  const [mine, yours] = [resourceKey<{ of: string }>('client'), resourceKey<{ of: string }>('client')];
  expect(await resources.use(mine, () => ({ of: 'mine' }))).toEqual({ of: 'mine' });
  expect(await resources.use(yours, () => ({ of: 'yours' }))).toEqual({ of: 'yours' });
  expect(await resources.use(mine, () => ({ of: 'nobody' }))).toEqual({ of: 'mine' });
});

test('the parts of a key are apart, and a part is one thing however often it is named', async () => {
  const resources = createResources();
  const key = resourceKey<string>('client');
  expect(await resources.use(key.of('staging'), () => 'a')).toBe('a');
  expect(await resources.use(key.of('production'), () => 'b')).toBe('b');
  expect(await resources.use(key.of('staging').of('production'), () => 'c')).toBe('b');
  expect(await resources.use(key, () => 'd')).toBe('d');
});

test('callers at once share one thing, and what failed is tried anew', async () => {
  const resources = createResources();
  const key = resourceKey<number>('count');
  let made = 0;
  const create = async () => {
    made += 1;
    if (made === 1) throw new Error('no');
    return made;
  };
  await expect(resources.use(key, create)).rejects.toThrow('no');
  expect(await Promise.all([resources.use(key, create), resources.use(key, create)])).toEqual([2, 2]);
});

test('everything is disposed of at the end, newest first, whatever its key', async () => {
  const resources = createResources();
  const gone: string[] = [];
  const [first, second] = [resourceKey<Disposable>('a'), resourceKey<AsyncDisposable>('b')];
  const disposable = (name: string) => ({ [Symbol.dispose]: () => void gone.push(name) });
  await resources.use(first.of('1'), () => disposable('a1'));
  await resources.use(second, () => ({ [Symbol.asyncDispose]: async () => void gone.push('b') }));
  await resources.use(first.of('2'), () => disposable('a2'));
  await resources.close();
  await resources.close();
  expect(gone).toEqual(['a2', 'b', 'a1']);
});
