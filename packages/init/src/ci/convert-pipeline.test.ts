// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts look like templates of this language
import { expect, test } from 'vitest';
import { changedLines, isListed, linesIn } from '../../test/each-line.ts';
import type { FoundProject } from '../model/found-project.ts';
import { parseSource, type SourceDocument } from '../text/source-document.ts';
import { renderProject } from '../write/render-project.ts';
import type { Pipeline } from './ci-job.ts';
import { convertPipeline } from './convert-pipeline.ts';
import { readGithub } from './read-github.ts';
import { readGitlab } from './read-gitlab.ts';

/** The pipeline of a hundred blog posts, in two environments. */
const gitlab = `stages: [test, build, deploy]
default:
  interruptible: true
variables:
  AWS_DEFAULT_REGION: ap-northeast-1
  ECR_REGISTRY: 111111111111.dkr.ecr.ap-northeast-1.amazonaws.com
  ECR_REPOSITORY: shop/api
  TASK_FAMILY: api
  CLUSTER: shop
  UNREAD: x
include:
  - template: Jobs/SAST.gitlab-ci.yml
test:
  stage: test
  script: npm test
.aws:
  image: docker:27
  services:
    - docker:27-dind
  id_tokens:
    AWS_TOKEN: { aud: sts.amazonaws.com }
  before_script:
    - apk add --no-cache aws-cli jq
    - aws ecr get-login-password --region $AWS_DEFAULT_REGION | docker login --username AWS --password-stdin $ECR_REGISTRY
build:
  extends: .aws
  stage: build
  script:
    - docker pull $ECR_REGISTRY/$ECR_REPOSITORY:latest || true
    - docker build --build-arg VERSION=$CI_COMMIT_TAG -t $ECR_REGISTRY/$ECR_REPOSITORY:$CI_COMMIT_TAG -f docker/Dockerfile .
    - docker tag $ECR_REGISTRY/$ECR_REPOSITORY:$CI_COMMIT_TAG $ECR_REGISTRY/$ECR_REPOSITORY:latest
    - docker push $ECR_REGISTRY/$ECR_REPOSITORY:$CI_COMMIT_TAG
    - docker push $ECR_REGISTRY/$ECR_REPOSITORY:latest
  rules:
    - if: $CI_COMMIT_TAG =~ /^v\\d+/
.deploy:
  extends: .aws
  stage: deploy
  script:
    - |
      CREDENTIALS=$(aws sts assume-role-with-web-identity --role-arn $ROLE --web-identity-token $AWS_TOKEN)
      TASK_DEFINITION=$(aws ecs describe-task-definition --task-definition "$TASK_FAMILY")
      NEW=$(echo $TASK_DEFINITION | jq --arg IMAGE "$ECR_REGISTRY/$ECR_REPOSITORY:$CI_COMMIT_TAG" '.taskDefinition | (.containerDefinitions[] | select(.name == "app") | .image) |= $IMAGE | del(.revision)')
      ARN=$(aws ecs register-task-definition --cli-input-json "$NEW" | jq -r '.taskDefinition.taskDefinitionArn')
    - aws ecs run-task --cluster $CLUSTER-$STAGE --task-definition $ARN --overrides '{"containerOverrides":[{"name":"app","command":["npm","run","migrate"]}]}'
    - aws ecs update-service --cluster $CLUSTER-$STAGE --service api --task-definition $ARN --desired-count 2 --force-new-deployment
    - aws ecs wait services-stable --cluster $CLUSTER-$STAGE --services api
    - curl -f https://shop.example.com/health
    - ./notify.sh $SLACK
staging:
  extends: .deploy
  environment: staging
  variables:
    STAGE: staging
    ROLE: arn:aws:iam::111111111111:role/staging
  rules:
    - if: $CI_COMMIT_TAG =~ /^v\\d+/
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [src/**]
production:
  extends: .deploy
  environment:
    name: production
    url: https://shop.example.com
  variables:
    STAGE: production
    ROLE: arn:aws:iam::111111111111:role/production
  rules:
    - if: $CI_COMMIT_TAG =~ /^v\\d+/
      when: manual
    - if: $CI_PIPELINE_SOURCE == "schedule"
`;

/** What GitHub offers for ECS, with two containers. */
const github = `name: deploy
on:
  push:
    branches: [main]
    tags: ["v*"]
    paths: ["src/**"]
  workflow_dispatch:
env:
  AWS_REGION: eu-west-1
  ECS_CLUSTER: shop
  CONTAINER_NAME: app
  UNREAD: x
permissions:
  id-token: write
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: npm test
  deploy:
    runs-on: ubuntu-latest
    environment: production
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::111111111111:role/deploy
          aws-region: \${{ env.AWS_REGION }}
      - id: ecr
        uses: aws-actions/amazon-ecr-login@v2
      - id: build
        env:
          REGISTRY: \${{ steps.ecr.outputs.registry }}
          TAG: \${{ github.sha }}
        run: |
          docker build -t $REGISTRY/shop/api:$TAG --target run services/api
          docker push $REGISTRY/shop/api:$TAG
          echo "image=$REGISTRY/shop/api:$TAG" >> $GITHUB_OUTPUT
          echo "done \${{ github.actor }}"
      - uses: docker/build-push-action@v6
        with:
          context: services/proxy
          push: true
          tags: \${{ steps.ecr.outputs.registry }}/shop/proxy:\${{ github.sha }}
          cache-from: type=gha
      - id: app
        uses: aws-actions/amazon-ecs-render-task-definition@v1
        with:
          task-definition: ecs/api.json
          container-name: \${{ env.CONTAINER_NAME }}
          image: \${{ steps.build.outputs.image }}
          environment-variables: |
            LOG_LEVEL=info
          log-configuration-log-driver: awslogs
      - id: proxy
        uses: aws-actions/amazon-ecs-render-task-definition@v1
        with:
          task-definition: \${{ steps.app.outputs.task-definition }}
          container-name: proxy
          image: \${{ steps.ecr.outputs.registry }}/shop/proxy:\${{ github.sha }}
      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2
        with:
          task-definition: \${{ steps.proxy.outputs.task-definition }}
          service: api
          cluster: \${{ env.ECS_CLUSTER }}
          wait-for-service-stability: true
          wait-for-minutes: 20
          max-retries: 3
      - uses: someone/notify@v1
        with:
          channel: deploys
`;

const read = (file: string, text: string): SourceDocument => {
  const parsed = parseSource(file, text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
};

const pipelineOf = (file: string, text: string): Pipeline => {
  const document = read(file, text);
  return file.startsWith('.github') ? readGithub(document) : readGitlab(document, []);
};

const convert = (file: string, text: string): FoundProject => {
  const pipeline = pipelineOf(file, text);
  const project = convertPipeline(pipeline, {
    project: 'shop',
    environment: null,
    account: null,
    region: null,
    role: null,
    usualRegion: null,
    branch: 'main',
    definitions: new Map([['ecs/api.json', ['proxy', 'app']]]),
    jobFile: 'jobs.yml',
  });
  if (project === null) throw new Error('nothing is deployed');
  return project;
};

const files = { '.gitlab-ci.yml': gitlab, '.github/workflows/deploy.yml': github } as const;

test.each(Object.entries(files))('%s becomes a config', (file, text) => {
  expect(renderProject(convert(file, text))[0]?.text).toMatchSnapshot();
});

test.each(Object.entries(files))(
  'what of %s is not carried over is listed with its line and the reason',
  (file, text) => {
    const lines = convert(file, text).left.map(({ place, what, reason, instead }) =>
      [`${place}: ${what}: ${reason}`, ...(instead === undefined ? [] : [`  ${instead}`])].join('\n'),
    );
    expect(lines.join('\n')).toMatchSnapshot();
  },
);

test.each(
  Object.entries(files).flatMap(([file, text]) =>
    changedLines(text).map(([line, changed]) => [file, line, text, changed] as const),
  ),
)('%s:%i is carried over or listed', (...[file, line, text, changed]) => {
  // What a job extends is told where it stands.
  if (/^ +extends:/.test(text.split('\n')[line - 1] ?? '')) return;
  const project = convert(file, text);
  const listed = linesIn(
    file,
    project.left.map(({ place }) => place),
  );
  const resultOf = (written: string): string => {
    const other = convert(file, written);
    // The new jobs are in the stage of the old ones.
    return JSON.stringify([renderProject(other), other.left, pipelineOf(file, written).jobs.map(({ stage }) => stage)]);
  };
  expect(isListed(text, line, listed) || resultOf(changed) !== resultOf(text)).toBe(true);
});

test('a loop over services, functions, and other tools', () => {
  const text = `deploy-prod:
  script:
    - push() { docker build -t $R/$1:$CI_COMMIT_SHORT_SHA services/$1; docker push $R/$1:$CI_COMMIT_SHORT_SHA; }
    - for s in api worker; do push $s; aws ecs update-service --cluster prod --service $s; done
    - ecs deploy prod cron -i cron $R/cron:$CI_COMMIT_SHORT_SHA
  only: [main, /^v\\d+$/]
`;
  const { services, tagRules } = convert('.gitlab-ci.yml', text);
  expect(JSON.parse(JSON.stringify(services))).toMatchObject({
    api: {
      environments: {
        prod: { ecr: { repository: 'api', build: { context: 'services/api' } }, ecs: { service: 'api' } },
      },
    },
    worker: { environments: { prod: { ecr: { repository: 'worker', build: { context: 'services/worker' } } } } },
    cron: { environments: { prod: { ecr: { repository: 'cron' }, ecs: { cluster: 'prod', container: 'cron' } } } },
  });
  expect(tagRules).toEqual([
    { branch: 'main', imageTag: '{{release.shortCommit}}', environments: ['prod'] },
    { tag: /^v\d+$/, environments: ['prod'] },
  ]);
});

test('folders that a script goes to, and scripts of the repository that it calls', () => {
  const text = `deploy-prod:
  script:
    - cd services/api && docker build -t $ECR_HOST/api:$CI_COMMIT_SHA -f docker/Dockerfile .
    - docker push $ECR_HOST/api:$CI_COMMIT_SHA
    - ./deploy.sh api
  only: [main]
`;
  const script = '#!/bin/sh\nset -e\naws ecs update-service --cluster prod --service "$1"\nmake announce\n';
  const pipeline = readGitlab(read('.gitlab-ci.yml', text), [], new Map([['services/api/deploy.sh', script]]));
  const facts = pipeline.jobs.flatMap(({ steps }) => steps.facts);
  expect(facts).toContainEqual(
    expect.objectContaining({ kind: 'build', context: 'services/api', dockerfile: 'services/api/docker/Dockerfile' }),
  );
  expect(facts).toContainEqual(
    expect.objectContaining({ kind: 'update', service: 'api', place: { file: 'services/api/deploy.sh', line: 3 } }),
  );
  expect(pipeline.left).toContainEqual(
    expect.objectContaining({ place: 'services/api/deploy.sh:4', what: 'make announce' }),
  );
});
