import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

/** Ports, digests, times and runs differ. */
function settled(text: string): string {
  return text
    .replaceAll(/sha256:[0-9a-f]{12}\b/g, 'sha256:DIGEST')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC \([^)]*\)/g, 'TIME')
    .replaceAll(/took [^;]+;/g, 'took TIME;')
    .replaceAll(/commit [0-9a-f]{7}\b/g, 'commit COMMIT')
    .replaceAll(/in run \S+/g, 'in run RUN');
}

test('history shows what was deployed, what became of it, and what is stable, without a journal or a release', async () => {
  await using shop = await startShop();
  expect((await shop.funade('deploy staging --tag v1.0.0 --service api')).code).toBe(0);
  await shop.git('checkout', '--quiet', 'v1.1.0');
  expect((await shop.funade('deploy staging --tag v1.1.0 --service api')).code).toBe(0);
  await shop.git('checkout', '--quiet', '--orphan', 'nothing-admits-this');
  const before = shop.writes().length;
  const { code, out, err } = await shop.funade('history staging --service api', {
    env: { FUNADE_STATE_DIR: '.git/another' },
  });
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "api: shop-staging/api
      v1.1.0 (minor): succeeded, primary
        TIME, took TIME; shop-api:3, commit COMMIT
        app shop/api:v1.1.0 sha256:DIGEST
        registered by assumed-role/deploy/funade-shop in run RUN
      v1.0.0 (major): succeeded, last stable before that
        TIME, took TIME; shop-api:2, commit COMMIT
        app shop/api:v1.0.0 sha256:DIGEST
        registered by assumed-role/deploy/funade-shop in run RUN
      v0.9.0: succeeded
        TIME, took TIME; shop-api:1, commit unknown
        app shop/api:v0.9.0 sha256:DIGEST
        registered by root
    "
  `);
  expect(shop.writes()).toHaveLength(before);

  const json = JSON.parse((await shop.funade('history staging --service api --limit 1 --json')).out);
  expect(json.targets[0].deployments).toHaveLength(2);
  expect(json.targets[0].deployments[0]).toEqual({
    id: expect.stringMatching(/^ecs-svc\/\d+$/),
    revision: 'shop-api:3',
    release: 'v1.1.0',
    step: 'minor',
    commit: await shop.git('rev-parse', 'v1.1.0^{commit}'),
    images: [
      {
        container: 'app',
        repository: expect.stringMatching(/\/shop\/api$/),
        tag: 'v1.1.0',
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      },
    ],
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    duration: expect.any(Number),
    end: 'succeeded',
    reason: null,
    registeredBy: expect.stringMatching(/^arn:aws:sts::111111111111:assumed-role\//),
    run: expect.any(String),
    primary: true,
    lastStable: false,
  });
});

test('history shows what it may see where not everything may be read', async () => {
  await using shop = await startShop();
  for (const operation of ['ListServiceDeployments', 'DescribeServiceRevisions', 'DescribeTaskDefinition']) {
    shop.sandbox.faults.always(`ecs.${operation}`, { code: 'AccessDeniedException' });
  }
  const { code, out } = await shop.funade('history staging --service api');
  expect(code).toBe(0);
  expect(settled(out)).toMatchInlineSnapshot(`
    "api: shop-staging/api
      unknown release: succeeded, primary
        TIME; shop-api:1, commit unknown
      what is unknown needs ecs:ListServiceDeployments, ecs:DescribeTaskDefinition
      no earlier successful deployment is known
    "
  `);
});
