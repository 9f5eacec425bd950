import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type CaseFolder, makeCase } from './case-folder.ts';

const infrastructureRoleArn = 'arn:aws:iam::111111111111:role/infrastructure';

/** The service is one of Express Mode. */
function withExpress(seed: Seed): Seed {
  const copy = structuredClone(seed) as never as {
    accounts: Record<string, { roles?: object; regions: Record<string, { clusters: object }> }>;
  };
  for (const account of Object.values(copy.accounts)) {
    account.roles = { infrastructure: { trust: { services: ['ecs.amazonaws.com'] } } };
    for (const region of Object.values(account.regions)) {
      const primaryContainer = { image: '{{registry}}/app:v1.0.0' };
      region.clusters = { c: { expressServices: { web: { infrastructureRoleArn, primaryContainer } } } };
    }
  }
  return copy as never as Seed;
}

const ordinary = (files: Readonly<Record<string, unknown>> = {}): Promise<CaseFolder> => makeCase(files, withExpress);

/** Ports, digests and times differ from run to run. */
function settled(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'REGISTRY')
    .replaceAll(/sha256:[0-9a-f]{12,64}/g, 'sha256:DIGEST')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC \([^)]*\)/g, 'TIME');
}

test.each([
  ['plan prod --tag v2.0.0'],
  ['deploy prod --tag v2.0.0 --yes'],
  ['render prod --tag v2.0.0'],
  ['diff prod --tag v2.0.0'],
])('%s refuses an ordinary deploy of an Express service by name', async (typed) => {
  await using shop = await ordinary();
  const { code, out, err } = await shop.funade(typed);
  expect(out + err).toContain('web@prod is an Express service');
  expect(out + err).not.toMatch(/fault of Funade/);
  expect(code).not.toBe(0);
  expect(shop.sandbox.requests().map(({ operation }) => operation)).not.toContain('ecs.UpdateService');
});

test('status says what an Express service runs', async () => {
  await using shop = await ordinary();
  const { code, out, err } = await shop.funade('status prod');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "service  runs in  revision  image                                running  since                        state
    web      c/web    c-web:1   Main app:v1.0.0 sha256:DIGEST  1/1      TIME  steady
    "
  `);
});

test.each([
  ['status prod --json', 0, '"revision": "c-web:1"'],
  ['history prod', 0, 'c-web:1'],
  ['tasks prod', 0, 'c-web:1'],
  ['events prod', 0, 'has reached a steady state'],
  ['logs prod --service web', 0, ''],
  ['verify prod --tag v2.0.0', 8, 'web@prod is an Express service'],
  ['rollback prod', 8, 'NO_STABLE_REVISION'],
  ['watch prod', 0, 'c-web:1 is serving'],
  ['abort prod', 0, 'no deployment is in progress'],
  ['scale prod web=2', 0, 'web'],
  ['run prod web --detach -- true', 0, 'c-web:1'],
  ['prune prod', 0, 'nothing to prune'],
])('%s ends with %i on an Express service', async (typed, ends, says) => {
  await using shop = await ordinary();
  const { code, out, err } = await shop.funade(typed);
  expect([code, out + err]).toEqual([ends, expect.stringContaining(says)]);
});
