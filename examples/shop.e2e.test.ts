import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { type CheckedOut, checkOut } from './check-out.ts';

/** What the users of the shop see at its address: a health page with a version. */
interface Page extends AsyncDisposable {
  readonly url: string;
  version: string;
}

async function startPage(version: string): Promise<Page> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/healthz' ? 200 : 404;
    response.end(JSON.stringify({ version: page.version }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    version,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return page;
}

/** Revisions that the nightly schedule was given, in the order of the calls. */
function scheduled({ sandbox }: CheckedOut): readonly string[] {
  return sandbox
    .requests()
    .filter(({ operation }) => /^scheduler\.(Create|Update|Delete)Schedule$/.test(operation))
    .map(({ operation, body }) => (operation === 'scheduler.DeleteSchedule' ? 'none' : revisionIn(body)));
}

function revisionIn(body: unknown): string {
  const { Target } = body as { readonly Target: { readonly EcsParameters: { readonly TaskDefinitionArn: string } } };
  return Target.EcsParameters.TaskDefinitionArn.split('/').at(-1) ?? '';
}

test('examples/shop: migrates, rolls out, checks, and hands the new revision on to the nightly job; a bad one goes back', {
  timeout: 240_000,
}, async () => {
  await using page = await startPage('1.0.0');
  await using shop = await checkOut('shop');
  const funade = async (typed: string) => {
    const { code, stdout } = await shop.shell(`node_modules/.bin/funade ${typed} 2>&1`, { SHOP_URL: page.url });
    return [code, stdout] as const;
  };

  const planned = await funade('plan staging --tag v1.0.0');
  expect(planned).toEqual([0, expect.stringMatching(/migrate[\s\S]+update service api[\s\S]+nightly/)]);
  expect(planned[1]).toContain(`check ${page.url}/healthz: 200, version "1.0.0", 2 in a row (up to 1m)`);

  const deployed = await funade('deploy staging --tag v1.0.0 --yes');
  expect(deployed).toEqual([0, expect.stringContaining('the database is up to date')]);
  const calls = shop.sandbox.requests().map(({ operation }) => operation);
  expect(calls.filter((call) => call === 'ecs.RunTask')).toHaveLength(1);
  expect(calls.indexOf('ecs.RunTask')).toBeLessThan(calls.indexOf('ecs.UpdateService'));
  expect(scheduled(shop)).toEqual(['shop-api:2']);
  expect(await funade('deploy staging --tag v1.0.0 --yes')).toEqual([0, expect.stringContaining('nothing to do')]);

  // What serves the users still says 1.0.0: ECS is content with the release, the check is not.
  await shop.shell(
    `sed -i "s/timeout: '1m'/timeout: '3s'/" deploy.config.ts; git commit --quiet --all --message Second; git tag v1.1.0`,
    {},
  );
  const refused = await funade('deploy staging --tag v1.1.0 --yes');
  expect(refused).toEqual([3, expect.stringContaining('version is "1.0.0", expected "1.1.0"')]);
  expect(scheduled(shop).at(-1)).toBe('shop-api:2');
  expect(await funade('status staging')).toEqual([0, expect.stringContaining('nightly runs shop-api:2')]);
});
