import { expect, test } from 'vitest';
import { definitionOf, fargateService, initAccount, initRegion, makeInitShop, twoImages } from './init-shop.ts';

const files = {
  'copilot/.workspace': 'application: shop\n',
  'copilot/environments/test/manifest.yml': 'name: test\ntype: Environment\n',
  'copilot/api/manifest.yml': `name: api
type: Load Balanced Web Service
image:
  build: ./api/Dockerfile
  port: 80
http:
  path: /
variables:
  LOG_LEVEL: info
`,
  'copilot/worker/manifest.yml': 'name: worker\ntype: Backend Service\nimage: { build: ./api/Dockerfile }\n',
  'copilot/api/addons/table.yml': 'Resources: {}\n',
};

const family = (name: string) => definitionOf(`shop-test-${name}`, name, `shop/${name}`);
const service = (name: string) => ({ ...fargateService, taskDefinition: `shop-test-${name}` });

const region = {
  repositories: { 'shop/api': twoImages, 'shop/worker': twoImages },
  parameters: {
    '/copilot/applications/shop/environments/test': JSON.stringify({
      app: 'shop',
      name: 'test',
      region: initRegion,
      accountID: initAccount,
    }),
  },
  taskDefinitions: [family('api'), family('worker')],
  clusters: {
    'shop-test-Cluster-Xy12': {
      services: { 'shop-test-api-Service-Ab34': service('api'), 'shop-test-worker-Service-Cd56': service('worker') },
    },
    'shop-test-other-Cluster-Zz99': { services: {} },
  },
};

test('an application of Copilot becomes a config with what it has made, which deploys and leaves the stacks alone', async () => {
  await using shop = await makeInitShop(files, region);
  const made = await shop.funade('init --from copilot . --ci none');
  expect(made.code).toBe(0);
  expect(made.err).toContain('stacks shop-test-api');
  expect(made.err).toContain('copilot/api/addons/table.yml: addon');
  const config = await shop.read('deploy.config.ts');
  await expect(config).toMatchFileSnapshot('init-configs/copilot.config.ts');
  // There is no engine here: the images are those that are in the repositories.
  await shop.write('deploy.config.ts', config.replaceAll(/build: \{[^}]*\}/g, "prebuilt: { tag: '{{release.tag}}' }"));
  await shop.release('v2.0.0');
  expect((await shop.funade('deploy test --tag v2.0.0')).code).toBe(0);
  expect((await shop.funade('diff test --tag v2.0.0 --exit-code')).code).toBe(0);
  expect(shop.sandbox.requests('cloudformation.UpdateStack')).toEqual([]);
});

test('a folder without an application is told', async () => {
  await using shop = await makeInitShop({}, {});
  const { code, err } = await shop.funade('init --from copilot');
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('there is no application of Copilot in . (COPILOT_MISSING)'),
  ]);
});

test('a manifest that is no YAML is told with its line', async () => {
  await using shop = await makeInitShop({ ...files, 'copilot/api/manifest.yml': 'name: [\nb: c: d\n' }, region);
  const { code, err } = await shop.funade('init --from copilot');
  expect([code, err]).toEqual([2, expect.stringContaining('copilot/api/manifest.yml:')]);
});
