// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts look like templates of this language
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { definitionOf, fargateService, initAccount, initRegion, makeInitShop, twoImages } from './init-shop.ts';

const registry = `${initAccount}.dkr.ecr.${initRegion}.amazonaws.com`;

const gitlab = `stages: [test, ship]
variables:
  AWS_DEFAULT_REGION: ${initRegion}
  ECR: ${registry}
test:
  stage: test
  script: npm test
.tags:
  rules:
    - if: $CI_COMMIT_TAG =~ /^v\\d+\\.\\d+\\.\\d+$/
build:
  extends: .tags
  stage: test
  script:
    - aws ecr get-login-password | docker login --username AWS --password-stdin $ECR
    - docker build -t $ECR/shop/api:$CI_COMMIT_TAG .
    - docker push $ECR/shop/api:$CI_COMMIT_TAG
production:
  extends: .tags
  stage: ship
  environment: production
  script:
    - TASK=$(aws ecs describe-task-definition --task-definition api)
    - NEW=$(echo $TASK | jq --arg I "$ECR/shop/api:$CI_COMMIT_TAG" '(.taskDefinition.containerDefinitions[] | select(.name == "app") | .image) |= $I')
    - aws ecs register-task-definition --cli-input-json "$NEW"
    - aws ecs update-service --cluster shop --service api --task-definition api --desired-count 2
    - aws ecs wait services-stable --cluster shop --services api
`;

const github = `on: { push: { tags: ["v*.*.*"] } }
env: { ECS_SERVICE: api }
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { aws-region: ${initRegion} }
      - { id: ecr, uses: aws-actions/amazon-ecr-login@v2 }
      - { id: build, run: 'docker build -t $R/shop/api:$T . && docker push $R/shop/api:$T', env: { R: "\${{ steps.ecr.outputs.registry }}", T: "\${{ github.ref_name }}" } }
      - id: render
        uses: aws-actions/amazon-ecs-render-task-definition@v1
        with: { task-definition: ecs/api.json, container-name: app, image: "\${{ steps.ecr.outputs.registry }}/shop/api:\${{ github.ref_name }}" }
      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2
        with: { task-definition: "\${{ steps.render.outputs.task-definition }}", service: "\${{ env.ECS_SERVICE }}", cluster: shop }
`;

const region = {
  repositories: { 'shop/api': twoImages },
  taskDefinitions: [definitionOf('api', 'app', 'shop/api')],
  clusters: { shop: { services: { api: { ...fargateService, taskDefinition: 'api' } } } },
};

const definition = {
  ...definitionOf('api', 'app', ''),
  containerDefinitions: [{ name: 'app', image: 'x', essential: true }],
};

test.each([
  ['gitlab', '.gitlab-ci.yml', gitlab, '.gitlab-ci.funade.yml'],
  ['github', '.github/workflows/aws.yml', github, '.github/workflows/funade.yml'],
])(
  'a pipeline of %s becomes a config, which deploys, and a job beside the old one',
  async (...[ci, file, text, job]) => {
    await using shop = await makeInitShop({ [file]: text, 'ecs/api.json': JSON.stringify(definition) }, region);
    const made = await shop.funade(`init --from ci ${file} --account ${initAccount}`);
    expect(made.code).toBe(0);
    expect(made.out).toContain(`+ ${job}`);
    expect(await shop.read(file)).toBe(text);
    const config = await shop.read('deploy.config.ts');
    await expect(config).toMatchFileSnapshot(`init-configs/${ci}.config.ts`);
    const jobs = parse(await shop.read(job));
    expect(ci === 'gitlab' ? jobs['deploy-production'].stage : Object.keys(jobs.jobs)).toEqual(
      ci === 'gitlab' ? 'ship' : ['production'],
    );
    // There is no engine here: the image is the one that is in the repository.
    await shop.write(
      'deploy.config.ts',
      config.replace("build: { context: '.' }", "prebuilt: { tag: '{{release.tag}}' }"),
    );
    await shop.release('v2.0.0');
    expect((await shop.funade('deploy production --tag v2.0.0')).code).toBe(0);
    expect((await shop.funade('diff production --tag v2.0.0 --exit-code')).code).toBe(0);
  },
);

/** As blog posts have it: every name is a variable of the project, and the container is the first one. */
const seed = `deploy:
  image: docker:27
  services: [docker:27-dind]
  script:
    - apk add --no-cache aws-cli jq
    - aws ecr get-login-password --region $AWS_DEFAULT_REGION | docker login --username AWS --password-stdin $ECR_REGISTRY
    - docker build -t \${ECR_REGISTRY}/\${ECR_REPOSITORY}:$CI_COMMIT_TAG .
    - docker push \${ECR_REGISTRY}/\${ECR_REPOSITORY}:$CI_COMMIT_TAG
    - |
      TASK_DEFINITION=$(aws ecs describe-task-definition --task-definition "$TASK_FAMILY" --region "$AWS_DEFAULT_REGION")
      NEW=$(echo $TASK_DEFINITION | jq --arg IMAGE "\${ECR_REGISTRY}/\${ECR_REPOSITORY}:$CI_COMMIT_TAG" '.taskDefinition | .containerDefinitions[0].image = $IMAGE | del(.taskDefinitionArn) | del(.revision)')
      REVISION=$(aws ecs register-task-definition --region "$AWS_DEFAULT_REGION" --cli-input-json "$NEW" | jq '.taskDefinition.revision')
    - aws ecs update-service --cluster $ECS_CLUSTER --service $ECS_SERVICE --task-definition $TASK_FAMILY:$REVISION
    - aws ecs wait services-stable --cluster $ECS_CLUSTER --services $ECS_SERVICE
  only: [tags]
`;

test('names that are variables of the project stay so', async () => {
  await using shop = await makeInitShop({ '.gitlab-ci.yml': seed }, region);
  const made = await shop.funade(`init --from ci --account ${initAccount} --region ${initRegion}`);
  expect(made.code).toBe(0);
  const config = await shop.read('deploy.config.ts');
  await expect(config).toMatchFileSnapshot('init-configs/project-variables.config.ts');
  await shop.write(
    'deploy.config.ts',
    config.replace("build: { context: '.' }", "prebuilt: { tag: '{{release.tag}}' }"),
  );
  await shop.release('v2.0.0');
  const env = { ECR_REPOSITORY: 'shop/api', ECS_CLUSTER: 'shop', ECS_SERVICE: 'api' };
  expect((await shop.funade('deploy production --tag v2.0.0', { env })).code).toBe(0);
  expect((await shop.funade('diff production --tag v2.0.0 --exit-code', { env })).code).toBe(0);
});

test('jobs of a file that is included are read as well', async () => {
  await using shop = await makeInitShop(
    {
      '.gitlab-ci.yml': 'include: ci/deploy.yml\nstages: [test, ship]\n',
      'ci/deploy.yml': gitlab.replace(/^stages.*\n/, ''),
    },
    region,
  );
  const made = await shop.funade('init --from ci');
  expect([made.code, made.err.includes('ci/deploy.yml:4: job test')]).toEqual([0, true]);
  expect(await shop.read('deploy.config.ts')).toContain("cluster: 'shop'");
});

test('several pipelines become one config; --service and --environment name what of them is meant', async () => {
  const worker = gitlab.replaceAll('api', 'worker').replaceAll('environment: production', 'environment: staging');
  await using shop = await makeInitShop({ '.gitlab-ci.yml': gitlab, 'worker.yml': worker }, region);
  await shop.funade('init --from ci .gitlab-ci.yml worker.yml');
  const config = await shop.read('deploy.config.ts');
  for (const said of ['api: {', 'worker: {', 'production: {', 'staging: {']) expect(config).toContain(said);
  await using one = await makeInitShop({ '.gitlab-ci.yml': gitlab, 'worker.yml': worker }, region);
  await one.funade('init --from ci .gitlab-ci.yml worker.yml --service worker --environment live');
  const only = await one.read('deploy.config.ts');
  expect([only.includes('api: {'), only.includes('live: {'), only.includes('production')]).toEqual([
    false,
    true,
    false,
  ]);
  const { code, err } = await one.funade('init --from ci --service wrker');
  expect([code, err]).toEqual([2, expect.stringContaining('.gitlab-ci.yml speaks of no service "wrker"')]);
});

test.each([
  ['init --from ci', 'no pipeline is named', {}],
  ['init --from ci x.yml', 'x.yml cannot be read: there is no such file', {}],
  ['init --from ci', '.gitlab-ci.yml:2 cannot be read', { '.gitlab-ci.yml': 'a: [\nb: c: d\n' }],
  ['init --from ci', '.gitlab-ci.yml updates no service of ECS', { '.gitlab-ci.yml': 'test:\n  script: npm test\n' }],
])('%s says that %s', async (typed, message, files) => {
  await using shop = await makeInitShop(files as Record<string, string>, {});
  const { code, err } = await shop.funade(typed);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});
