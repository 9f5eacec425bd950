import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const state = (outputs: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ version: 4, terraform_version: '1.9.5', serial: 1, lineage: 'x', outputs, resources: [] });

/** The shop with its cluster and its api's service looked up. */
async function startLookups(changes: readonly (readonly [string, string])[] = []): Promise<Shop> {
  const shop = await startShop();
  const file = join(shop.folder, 'deploy.config.ts');
  let text = await readFile(file, 'utf8');
  for (const [from, to] of [
    ['import { defineConfig, ecr, ecs }', 'import { defineConfig, ecr, ecs, env, terraformState }'],
    [
      '[ecr(), ecs()]',
      "[ecr(), ecs(), env({ names: ['API_SERVICE'] }), terraformState({ file: 'infra-{{environment.name}}.tfstate' })]",
    ],
    [
      "{ cluster: 'shop-{{environment.name}}', service: 'api'",
      `{ cluster: '{{tfstate "output.cluster"}}', service: '{{env "API_SERVICE"}}'`,
    ],
    ...changes,
  ] as const) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  await writeFile(file, text);
  await writeFile(join(shop.folder, 'infra-staging.tfstate'), state({ cluster: { value: 'shop-staging' } }));
  return shop;
}

const given = { env: { API_SERVICE: 'api' } };

test('looked-up values are planned with, kept as facts, and deployed', async () => {
  await using shop = await startLookups();
  const planned = await shop.funade('plan staging --tag v1.0.0 --service api --out .git/plan.json', given);
  expect(planned).toMatchObject({ code: 0 });
  const plan = JSON.parse(await readFile(join(shop.folder, '.git/plan.json'), 'utf8'));
  expect(plan).toMatchObject({
    targets: [{ options: { ecs: { cluster: 'shop-staging', service: 'api' } } }],
    lookups: [
      { helper: 'tfstate', args: ['output.cluster'] },
      { helper: 'env', args: ['API_SERVICE'] },
    ],
    facts: {
      env: { env: { API_SERVICE: { value: 'api' } } },
      terraformState: { tfstate: { 'output.cluster': { value: 'shop-staging' } } },
    },
  });
  expect(await shop.funade('apply .git/plan.json', given)).toMatchObject({ code: 0 });
  expect(shop.sandbox.requests('ecs.UpdateService').map(({ body }) => body)).toMatchObject([
    { cluster: 'shop-staging', service: 'api' },
  ]);
});

test('a saved plan is out of date once a looked-up value has changed', async () => {
  await using shop = await startLookups();
  await shop.funade('plan staging --tag v1.0.0 --service api --out .git/plan.json', given);
  await writeFile(join(shop.folder, 'infra-staging.tfstate'), state({ cluster: { value: 'shop-blue' } }));
  const { code, err } = await shop.funade('apply .git/plan.json', { env: { API_SERVICE: 'api-2' } });
  expect([code, shop.writes()]).toEqual([8, []]);
  expect(err).toContain(
    'the facts the plan was made from have changed: env.env.API_SERVICE.value, terraformState.tfstate["output.cluster"].value (PLAN_STALE)',
  );
});

test('a variable that is no longer declared is not read for a saved plan', async () => {
  await using shop = await startLookups();
  await shop.funade('plan staging --tag v1.0.0 --service api --out .git/plan.json', given);
  const file = join(shop.folder, 'deploy.config.ts');
  const text = (await readFile(file, 'utf8'))
    .replace("['API_SERVICE']", "['STAGE']")
    .replace('{{env "API_SERVICE"}}', 'api');
  await writeFile(join(shop.folder, 'other.config.ts'), text);
  const { code, err } = await shop.funade('apply .git/plan.json --config other.config.ts', given);
  expect([code, shop.writes()]).toEqual([8, []]);
  expect(err).toContain('have changed: env.env (PLAN_STALE)');
});

test('values that cannot be looked up are told together, with their places, and nothing is called', async () => {
  await using shop = await startLookups([
    ["service: 'worker', container: 'worker'", `service: '{{tfstate "output.token"}}', container: 'worker'`],
  ]);
  const outputs = { clustr: { value: 'x' }, token: { value: 'hunter2', sensitive: true } };
  await writeFile(join(shop.folder, 'infra-staging.tfstate'), state(outputs));
  const { code, out, err } = await shop.funade('plan staging --tag v1.0.0');
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatchInlineSnapshot(`
    "error: deploy.config.ts has 3 problems: (CONFIG_INVALID)
        services.api.ecs.cluster: "{{tfstate \\"output.cluster\\"}}": the state has no output "cluster"; did you mean "clustr"? available: clustr, token
        services.api.ecs.service: "{{env \\"API_SERVICE\\"}}": the variable API_SERVICE is not set
        services.worker.ecs.service: "{{tfstate \\"output.token\\"}}": output.token is sensitive, and a plan contains what it looks up; keep it in SSM or Secrets Manager and give its ARN to the container's secrets
    "
  `);
  expect(shop.sandbox.requests()).toEqual([]);
});

test('mistakes in lookups are told for every environment before anything is read', async () => {
  await using shop = await startLookups([
    ['{{env "API_SERVICE"}}', '{{env "API_SERVCE"}}'],
    ["service: 'worker', container: 'worker'", `service: '{{ssm "/shop/worker"}}', container: 'worker'`],
    ["service: 'web'", `service: '{{tfstate "aws_ecs_service.web"}}'`],
  ]);
  const { code, err } = await shop.funade('plan production --tag v1.0.0');
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "error: deploy.config.ts has 3 problems: (CONFIG_INVALID)
        services.api.ecs.service: "{{env \\"API_SERVCE\\"}}": the variable "API_SERVCE" is not declared in env(); did you mean "API_SERVICE"? available: API_SERVICE
        services.worker.ecs.service: "{{ssm \\"/shop/worker\\"}}": there is no helper "ssm"; the plugin ssm() provides it: list it in plugins
        services.web.ecs.service: "{{tfstate \\"aws_ecs_service.web\\"}}": "aws_ecs_service.web" is not the address of a value, such as output.vpc_id or aws_lb.main.arn; outputs of a module are not in the state
    "
  `);
});

test('a state that is not there is told with its place', async () => {
  await using shop = await startLookups();
  const { code, err } = await shop.funade('plan production --tag v1.0.0', given);
  expect(code).toBe(2);
  expect(err.replaceAll(shop.folder, 'SHOP')).toMatchInlineSnapshot(`
    "error: there is no Terraform state at infra-production.tfstate (TERRAFORM_STATE_MISSING)
      because: ENOENT: no such file or directory, open 'SHOP/infra-production.tfstate'
      hint: correct the location in terraformState(), or run \`terraform apply\` first; a file is relative to the config
    "
  `);
});

test('a config of another format names lookups with their settings', async () => {
  await using shop = await startShop();
  const config = {
    project: 'shop',
    plugins: ['ecr', 'ecs', { env: { names: ['API_SERVICE'] } }, { terraformState: { file: 'x.tfstate' } }],
    environments: { staging: { account: '111111111111', region: 'ap-northeast-1' } },
    tagRules: [{ tag: '^v.*', environments: ['staging'] }],
    services: {
      api: {
        ecr: { repository: 'shop/api', build: { context: 'services/api' } },
        ecs: { cluster: '{{tfstate "output.cluster"}}', service: '{{env "API_SERVICE"}}', container: 'app' },
      },
    },
  };
  await writeFile(join(shop.folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(shop.folder, 'x.tfstate'), state({ cluster: { value: 'shop-staging' } }));
  const { code, out } = await shop.funade('plan staging --tag v1.0.0 --config config.json', given);
  expect([code, out]).toEqual([0, expect.stringContaining('api@staging')]);
});

test('the values of variables that were not declared are nowhere in what a run leaves behind', async () => {
  await using shop = await startLookups();
  const hidden = { env: { API_SERVICE: 'api', DB_PASSWORD: 'correct-horse-battery' } };
  const { code, out, err } = await shop.funade(
    'deploy staging --tag v1.0.0 --service api --out .git/plan.json',
    hidden,
  );
  expect(code).toBe(0);
  const [run = ''] = await readdir(join(shop.folder, '.git/funade/runs'));
  const journal = await readFile(join(shop.folder, '.git/funade/runs', run), 'utf8');
  const plan = await readFile(join(shop.folder, '.git/plan.json'), 'utf8');
  expect(out + err + journal + plan).not.toContain('correct-horse');
});

const secret = 'correct-horse-battery-staple';

/** A shop whose account has what its api's settings are looked up from. */
async function startAws(changes: readonly (readonly [string, string])[] = []): Promise<Shop> {
  const seed = (base: Seed): Seed => {
    const account = base.accounts['111111111111'];
    const region = account?.regions?.['ap-northeast-1'];
    return {
      ...base,
      accounts: {
        ...base.accounts,
        '111111111111': {
          ...account,
          regions: {
            'ap-northeast-1': {
              ...region,
              parameters: {
                '/shop/staging/cluster': 'shop-staging',
                '/shop/staging/service': 'api',
                '/shop/staging/db-password': { type: 'SecureString', value: secret },
              },
              secrets: { 'shop/db': { value: { password: secret } } },
              stacks: { 'shop-staging': { outputs: { Container: { value: 'app', exportName: 'shop-container' } } } },
              buckets: { states: { objects: { 'staging.tfstate': state({ wait: { value: '20m' } }) } } },
            },
          },
        },
      },
    };
  };
  const shop = await startShop({ seed });
  const file = join(shop.folder, 'deploy.config.ts');
  let text = await readFile(file, 'utf8');
  for (const [from, to] of [
    [
      'import { defineConfig, ecr, ecs }',
      'import { cloudFormation, defineConfig, ecr, ecs, secretsManager, ssm, terraformState }',
    ],
    [
      '[ecr(), ecs()]',
      "[ecr(), ecs(), ssm(), secretsManager(), cloudFormation(), terraformState({ s3: { bucket: 'states', key: '{{environment}}.tfstate' } })]",
    ],
    [
      "{ cluster: 'shop-{{environment.name}}', service: 'api', container: 'app' }",
      `{
        cluster: '{{ssm (concat "/shop/" environment "/cluster")}}',
        service: '{{ssm (concat "/shop/" environment "/service")}}',
        container: '{{cfnExport "shop-container"}}',
        containers: {
          app: {
            environment: { CONTAINER: '{{cfnOutput (concat "shop-" environment) "Container"}}' },
            secrets: {
              DB_PASSWORD: '{{ssmArn (concat "/shop/" environment "/db-password")}}',
              DB: '{{secretArn "shop/db"}}:password::',
            },
          },
        },
        wait: { budget: '{{tfstate "output.wait"}}' },
      }`,
    ],
    ...changes,
  ] as const) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  await writeFile(file, text);
  return shop;
}

const asOf = 'staging --tag v1.0.0 --service api';

test('what AWS knows is looked up, planned with and deployed, and no secret is in anything that is left behind', async () => {
  await using shop = await startAws();
  const planned = await shop.funade(`plan ${asOf} --out .git/plan.json`);
  expect([planned.code, shop.writes()]).toEqual([0, []]);
  const saved = await readFile(join(shop.folder, '.git/plan.json'), 'utf8');
  const { lookups, facts, targets } = JSON.parse(saved);
  const arn = 'arn:aws:ssm:ap-northeast-1:111111111111:parameter/shop/staging/db-password';
  const secretArn = shop.sandbox.secretsManager.arn('shop/db');
  expect(lookups).toHaveLength(7);
  expect(targets[0].options.ecs).toMatchObject({
    cluster: 'shop-staging',
    service: 'api',
    container: 'app',
    wait: { budget: '20m' },
    containers: {
      app: { environment: { CONTAINER: 'app' }, secrets: { DB_PASSWORD: arn, DB: `${secretArn}:password::` } },
    },
  });
  expect(facts).toMatchObject({
    ssm: {
      ssm: { '/shop/staging/cluster': { value: 'shop-staging' }, '/shop/staging/service': { value: 'api' } },
      ssmArn: { '/shop/staging/db-password': { value: arn } },
    },
    secretsManager: { secretArn: { 'shop/db': { value: secretArn } } },
    cloudFormation: {
      cfnExport: { 'shop-container': { value: 'app' } },
      cfnOutput: { 'shop-staging Container': { value: 'app' } },
    },
    terraformState: { tfstate: { 'output.wait': { value: '20m' } } },
  });
  const applied = await shop.funade('apply .git/plan.json --reporter json');
  expect(applied.code).toBe(0);
  const [registered] = shop.sandbox.requests('ecs.RegisterTaskDefinition').map(({ body }) => JSON.stringify(body));
  expect(registered).toContain(JSON.stringify({ name: 'DB_PASSWORD', valueFrom: arn }));
  const [run = ''] = await readdir(join(shop.folder, '.git/funade/runs'));
  const journal = await readFile(join(shop.folder, '.git/funade/runs', run), 'utf8');
  const texts = [planned.out, planned.err, saved, applied.out, applied.err, journal, registered];
  expect(texts.filter((text) => text?.includes(secret))).toEqual([]);
  expect(shop.sandbox.requests('secretsmanager.GetSecretValue')).toEqual([]);
});

test.each<readonly [string, (shop: Shop) => void, string]>([
  [
    'a parameter',
    ({ sandbox }) => sandbox.ssm.put('/shop/staging/cluster', 'shop-blue'),
    'ssm.ssm["/shop/staging/cluster"].value',
  ],
  [
    'an output',
    ({ sandbox }) =>
      sandbox.cloudFormation.put('shop-staging', {
        outputs: { Container: { value: 'web', exportName: 'shop-container' } },
      }),
    'cloudFormation.cfnExport.shop-container.value, cloudFormation.cfnOutput["shop-staging Container"].value',
  ],
  [
    'a state',
    ({ sandbox }) => sandbox.s3.put('states', 'staging.tfstate', state({ wait: { value: '30m' } })),
    'terraformState.tfstate["output.wait"].value',
  ],
  [
    'a parameter that is gone',
    ({ sandbox }) => sandbox.ssm.remove('/shop/staging/db-password'),
    'ssm.ssmArn["/shop/staging/db-password"].problem, ssm.ssmArn["/shop/staging/db-password"].value',
  ],
])('a saved plan does not run once %s has changed', async (_, change, paths) => {
  await using shop = await startAws();
  await shop.funade(`plan ${asOf} --out .git/plan.json`);
  change(shop);
  const { code, err } = await shop.funade('apply .git/plan.json');
  expect([code, shop.writes()]).toEqual([8, []]);
  expect(err).toContain(`the facts the plan was made from have changed: ${paths} (PLAN_STALE)`);
});

test('a new value of a secret does not make a plan stale', async () => {
  await using shop = await startAws();
  await shop.funade(`plan ${asOf} --out .git/plan.json`);
  shop.sandbox.ssm.put('/shop/staging/db-password', { type: 'SecureString', value: 'another-one' });
  shop.sandbox.secretsManager.put('shop/db', { value: { password: 'another-one' } });
  expect(await shop.funade('apply .git/plan.json')).toMatchObject({ code: 0 });
});

test('a SecureString in the place of a value is refused, with what to write', async () => {
  await using shop = await startAws([['environment "/service")', 'environment "/db-password")']]);
  const { code, out, err } = await shop.funade(`plan ${asOf}`);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatchInlineSnapshot(`
    "error: deploy.config.ts has 1 problem: (CONFIG_INVALID)
        services.api.ecs.service: "{{ssm (concat \\"/shop/\\" environment \\"/db-password\\")}}": the parameter "/shop/staging/db-password" is a SecureString, and a plan contains what it looks up; give {{ssmArn "/shop/staging/db-password"}} to the container's secrets
    "
  `);
});

test('nothing is looked up before who we are is proven', async () => {
  await using shop = await startAws();
  const { code, err } = await shop.funade(`plan ${asOf}`, {
    env: shop.sandbox.environment({ account: '222222222222', role: 'deploy' }),
  });
  expect([code, err.split('\n')[0]]).toEqual([1, expect.stringContaining('(ROLE_REFUSED)')]);
  expect(shop.sandbox.requests('ssm.*')).toEqual([]);
});

/** The shop whose api's task definition is a file with lookups in it. */
async function startFile(environment: Readonly<Record<string, string>>): Promise<Shop> {
  const shop = await startAws([["service: '{{ssm (concat", "taskDefinition: 'ecs/api.json', service: '{{ssm (concat"]]);
  await mkdir(join(shop.folder, 'ecs'));
  const taskDefinition = {
    family: 'shop-api',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::111111111111:role/execution',
    containerDefinitions: [
      {
        name: '{{cfnExport "shop-container"}}',
        image: 'x',
        essential: true,
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        secrets: [{ name: 'DB_PASSWORD', valueFrom: '{{ssmArn (concat "/shop/" environment "/db-password")}}' }],
      },
    ],
  };
  await writeFile(join(shop.folder, 'ecs/api.json'), JSON.stringify(taskDefinition));
  return shop;
}

test('templates of a task definition in a file look values up, and a changed one makes the plan stale', async () => {
  await using shop = await startFile({ CLUSTER: '{{ssm "/shop/staging/cluster"}}' });
  const planned = await shop.funade(`plan ${asOf} --out .git/plan.json`);
  expect(planned).toMatchObject({ code: 0 });
  const saved = await readFile(join(shop.folder, '.git/plan.json'), 'utf8');
  expect(JSON.stringify(JSON.parse(saved))).toContain('{"name":"CLUSTER","value":"shop-staging"}');
  expect(saved).not.toContain(secret);
  shop.sandbox.ssm.put('/shop/staging/cluster', 'shop-blue');
  const { code, err } = await shop.funade('apply .git/plan.json');
  expect([code, shop.writes()]).toEqual([8, []]);
  expect(err).toContain('(PLAN_STALE)');
});

test('a SecureString in a file is refused as well', async () => {
  await using shop = await startFile({ DB_PASSWORD: '{{ssm "/shop/staging/db-password"}}' });
  const { code, err } = await shop.funade(`plan ${asOf}`);
  expect(code).toBe(2);
  expect(err).toContain('ecs/api.json');
  expect(err).toContain('give {{ssmArn "/shop/staging/db-password"}} to the container\'s secrets');
});

test('other commands look values up as well', async () => {
  await using shop = await startAws();
  const { code, out } = await shop.funade('status staging --service api');
  expect([code, out]).toEqual([0, expect.stringContaining('shop-staging/api')]);
  expect(await shop.funade(`diff ${asOf}`)).toMatchObject({ code: 0 });
  expect(await shop.funade(`render ${asOf}`)).toMatchObject({ code: 0, out: expect.stringContaining('shop-staging') });
  shop.sandbox.ssm.remove('/shop/staging/cluster');
  const missing = await shop.funade('status staging --service api');
  expect([missing.code, missing.err]).toEqual([
    2,
    expect.stringContaining('there is no parameter "/shop/staging/cluster" in account 111111111111 in ap-northeast-1'),
  ]);
});

test('a rollback names the other services of the release, also where they are looked up', async () => {
  await using shop = await startLookups();
  expect((await shop.funade('deploy staging --tag v1.0.0 --service api,worker', given)).code).toBe(0);
  const { code, out } = await shop.funade('plan staging --rollback --service worker', given);
  expect([code, out.replaceAll(/\s+/g, ' ')]).toEqual([
    0,
    expect.stringContaining('api@staging stays as it is: it runs v1.0.0, too, and is not part of this rollback'),
  ]);
});
