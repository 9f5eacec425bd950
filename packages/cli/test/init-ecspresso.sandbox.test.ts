import { expect, test } from 'vitest';
import { definitionOf, fargateService, initAccount, initRegion, makeInitShop, twoImages } from './init-shop.ts';

const image = `${initAccount}.dkr.ecr.${initRegion}.amazonaws.com/shop/api:{{ must_env \`IMAGE_TAG\` }}`;

const definition = {
  ...definitionOf('api', 'app', 'shop/api'),
  cpu: '{{ env `CPU` `256` }}',
  containerDefinitions: [
    {
      name: 'app',
      image,
      essential: true,
      environment: [{ name: 'URL', value: '{{ ssm `/shop/url` }}' }],
      secrets: [{ name: 'DB', valueFrom: '{{ secretsmanager_arn `shop/db` }}' }],
    },
  ],
};

const service = `launchType: FARGATE
desiredCount: 2
networkConfiguration:
  awsvpcConfiguration:
    subnets: ["{{ cfn_output \`net\` \`Subnet\` }}"]
    securityGroups: [sg-0a]
`;

const config = (environment: string): string => `region: ${initRegion}
cluster: shop-${environment}
service: api
task_definition: ../ecs-task-def.json
service_definition: ../ecs-service-def.yaml
timeout: 5m
plugins:
  - name: cloudformation
`;

const region = {
  repositories: { 'shop/api': twoImages },
  parameters: { '/shop/url': 'https://shop.example.com' },
  secrets: { 'shop/db': 'x' },
  stacks: { net: { outputs: { Subnet: 'subnet-0a' } } },
  taskDefinitions: [definitionOf('api', 'app', 'shop/api')],
  clusters: {
    'shop-staging': { services: { api: { ...fargateService, taskDefinition: 'api' } } },
    'shop-production': { services: { api: { ...fargateService, taskDefinition: 'api' } } },
  },
};

test('two configs of ecspresso become one, which deploys, and leaves nothing to change', async () => {
  await using shop = await makeInitShop(
    {
      'ecspresso/ecs-task-def.json': JSON.stringify(definition, null, 2),
      'ecspresso/ecs-service-def.yaml': service,
      'ecspresso/staging/ecspresso.yml': config('staging'),
      'ecspresso/production/ecspresso.yml': config('production'),
    },
    region,
  );
  const made = await shop.funade(
    'init --from ecspresso ecspresso/staging ecspresso/production/ecspresso.yml --ci none',
  );
  expect([made.code, made.err]).toEqual([0, '']);
  await expect(await shop.read('deploy.config.ts')).toMatchFileSnapshot('init-configs/ecspresso.config.ts');
  await shop.release('v2.0.0');
  const env = { IMAGE_TAG: 'v2.0.0' };
  for (const environment of ['staging', 'production']) {
    expect((await shop.funade(`deploy ${environment} --tag v2.0.0`, { env })).code).toBe(0);
    expect((await shop.funade(`diff ${environment} --tag v2.0.0 --exit-code`, { env })).code).toBe(0);
  }
});
