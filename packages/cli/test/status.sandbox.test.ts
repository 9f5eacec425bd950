import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

/** Ports and digests differ from run to run. */
function settled(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'REGISTRY')
    .replaceAll(/sha256:[0-9a-f]{12}\b/g, 'sha256:DIGEST')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC \([^)]*\)/g, 'TIME');
}

test('status shows what runs where, and asks for no release', async () => {
  await using shop = await startShop();
  await shop.git('checkout', '--quiet', '--orphan', 'nothing-admits-this');
  const { code, out, err } = await shop.funade('status staging');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "service  runs in              revision       image                                        running  since                        state
    api      shop-staging/api     shop-api:1     app shop/api:v0.9.0 sha256:DIGEST      2/2      TIME  steady
    worker   shop-staging/worker  shop-worker:1  worker shop/api:v0.9.0 sha256:DIGEST   2/2      TIME  steady
    web      shop-staging/web     shop-web:1     web shop/web:v0.9.0 sha256:DIGEST      2/2      TIME  steady
                                                 nginx shop/proxy:v0.9.0 sha256:DIGEST
    "
  `);
  expect(shop.writes()).toEqual([]);
});

test('status --json has digests in full, and --service narrows it', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  const { code, out } = await shop.funade('status staging --service api --json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    project: 'shop',
    environment: { name: 'staging', account: '111111111111', region: 'ap-northeast-1' },
    at: expect.stringMatching(/^\d{4}-/),
    targets: [
      {
        id: 'api@staging',
        service: 'api',
        place: 'shop-staging/api',
        state: 'steady',
        note: null,
        deployments: [
          {
            id: expect.stringMatching(/^ecs-svc\/\d+$/),
            role: 'new',
            revision: 'shop-api:2',
            images: [
              {
                container: 'app',
                repository: expect.stringMatching(/\/shop\/api$/),
                tag: 'v1.0.0',
                digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
              },
            ],
            since: expect.stringMatching(/^\d{4}-.*Z$/),
            running: 2,
            desired: 2,
          },
        ],
      },
    ],
  });
});
