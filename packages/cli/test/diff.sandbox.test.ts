import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

test('diff shows what changes and exits 0, with --exit-code 1, and writes nothing', async () => {
  await using shop = await startShop();
  const first = await shop.funade('diff staging --tag v1.0.0 --service web');
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out.replaceAll(/sha256:[0-9a-f]{12}/g, 'sha256:DIGEST')).toMatchInlineSnapshot(`
    "web@staging  v0.9.0 → v1.0.0 (major)
      ~ containerDefinitions[web].image: shop/web v0.9.0 → v1.0.0@sha256:DIGEST (major)
      ~ containerDefinitions[nginx].image: shop/proxy v0.9.0 → v1.0.0@sha256:DIGEST (major)
      ~ taskDefinition: shop-web:1 → shop-web (new revision)

    3 changed
    "
  `);
  const second = await shop.funade('diff staging --tag v1.0.0 --service web --exit-code');
  expect(second).toEqual({ ...first, code: 1 });
  expect(shop.writes()).toEqual([]);
});

test('diff exits 0 when nothing differs', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0');
  expect(await shop.funade('diff staging --tag v1.0.0 --exit-code')).toEqual({
    code: 0,
    out: 'nothing to do: staging is already at v1.0.0\n',
    err: '',
  });
  const { code, out } = await shop.funade('diff staging --tag v1.0.0 --exit-code --json');
  expect([code, JSON.parse(out).equal]).toEqual([0, true]);
});

test('what --force deploys again is no difference', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0');
  const { code, out } = await shop.funade('diff staging --tag v1.0.0 --exit-code --force');
  expect(out).toContain('no changes');
  expect(code).toBe(0);
});

test('diff --json is the difference as data, for the named services', async () => {
  await using shop = await startShop();
  const { code, out } = await shop.funade('diff staging --tag v1.0.0 --service api --exit-code --json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    schema: 'funade.diff/1',
    equal: false,
    totals: { changed: 2 },
    targets: [
      { id: 'api@staging', changes: [{ path: 'containerDefinitions[app].image' }, { path: 'taskDefinition' }] },
    ],
  });
});

test('a diff that cannot be made is an error and prints nothing', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.always('ecs.DescribeServices', { code: 'AccessDeniedException' });
  const { code, out, err } = await shop.funade('diff staging --tag v1.0.0 --exit-code --json');
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^error: /);
});
