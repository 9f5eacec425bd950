import type { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import * as errors from './errors.ts';

const place = { cluster: 'shop', service: 'api' };
const where = { region: 'eu-west-1', account: '222222222222' };
const all: Readonly<Record<Exclude<keyof typeof errors, 'describeServices'>, readonly DeployError[]>> = {
  clusterNotFound: [
    errors.clusterNotFound('shops', ['shop', 'tools'], where),
    errors.clusterNotFound('shop', [], where),
  ],
  serviceNotFound: [
    errors.serviceNotFound({ ...place, service: 'apo' }, ['api', 'web'], where),
    errors.serviceNotFound(place, null, where),
  ],
  placeNeedsRelease: [errors.placeNeedsRelease('api@production', 'service', 'api-{{release.branch}}')],
  serviceClaimedTwice: [errors.serviceClaimedTwice(place, ['api@production', 'worker@production'])],
  unknownContainer: [errors.unknownContainer('ap', 'shop-api', ['app', 'proxy'])],
  noImage: [
    errors.noImage('api@production', { container: 'app', names: [] }),
    errors.noImage('api@production', { container: 'app', names: ['web', 'proxy'] }),
  ],
  controllerNotSupported: [
    errors.controllerNotSupported('api@production', 'CODE_DEPLOY', []),
    errors.controllerNotSupported('api@production', 'EXTERNAL', ['networkConfiguration']),
  ],
  runningRevisionUnknown: [errors.runningRevisionUnknown(place)],
  downgrade: [errors.downgrade('api@production', { from: 'v1.2.0', to: 'v1.1.0' })],
  olderCommit: [errors.olderCommit('api@production', { running: '1111111', commit: '2222222' })],
  orderUnknown: [errors.orderUnknown('nothing says which commit api@production runs')],
  noDeploymentStarted: [errors.noDeploymentStarted(place, 'ecs-svc/1')],
};

test('every error reads as it should', () => {
  const texts = Object.values(all)
    .flat()
    .map(({ code, category, outcome, message, hint, cause }) => {
      const because = cause instanceof Error ? `\n  because: ${cause.message}` : '';
      return `${code} ${category}${outcome === null ? '' : ` → ${outcome}`}\n  ${message}${because}\n  hint: ${hint}`;
    });
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "CLUSTER_NOT_FOUND usage
      there is no cluster "shops" in eu-west-1 of account 222222222222
      hint: set ecs.cluster; did you mean "shop"? available: shop, tools
    CLUSTER_NOT_FOUND usage
      there is no cluster "shop" in eu-west-1 of account 222222222222
      hint: set ecs.cluster; none are available
    SERVICE_NOT_FOUND usage
      there is no service "apo" in cluster "shop" (eu-west-1 of account 222222222222)
      hint: set ecs.service; did you mean "api"? available: api, web; or describe how to create it with ecs.taskDefinition and ecs.settings
    SERVICE_NOT_FOUND usage
      there is no service "api" in cluster "shop" (eu-west-1 of account 222222222222)
      hint: it no longer exists: make the plan again
    PLACE_NEEDS_RELEASE usage
      the template of ecs.service of api@production has no value without a release: "api-{{release.branch}}"
      hint: select other services with --service, or check that the values it looks up exist
    SERVICE_CLAIMED_TWICE usage
      api@production and worker@production both deploy service "api" in cluster "shop"
      hint: give each its own ecs.service, or make them one service with several containers
    UNKNOWN_CONTAINER usage
      task definition "shop-api" has no container "ap"
      hint: did you mean "app"? available: app, proxy
    ECS_NO_IMAGE usage
      nothing provides the image of container "app" for api@production
      hint: describe the image under the service, such as ecr: { repository: "shop/api" }, and list ecr() before ecs()
    ECS_NO_IMAGE usage
      nothing provides the image of container "app" for api@production
      hint: name one of its images: containers: { app: "web" }; available: web, proxy
    CONTROLLER_NOT_SUPPORTED refused
      api@production has the deployment controller CODE_DEPLOY: UpdateService cannot change its task definition
      because: Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.
      hint: move the service to the ECS controller, or deploy it with CodeDeploy
    CONTROLLER_NOT_SUPPORTED refused
      api@production has the deployment controller EXTERNAL: UpdateService cannot change its task definition, ecs.settings.networkConfiguration
      hint: move the service to the ECS controller, or deploy it with CreateTaskSet
    RUNNING_REVISION_UNKNOWN failed
      nothing says which task definition api runs
      hint: aws ecs describe-services --cluster shop --services api
    DOWNGRADE refused
      api@production runs v1.2.0, which is newer than v1.1.0
      hint: to deploy the older version anyway, pass --allow-downgrade
    DOWNGRADE refused
      api@production runs commit 1111111, which comes after 2222222
      hint: to deploy the older commit anyway, pass --allow-downgrade
    ORDER_UNKNOWN refused
      nothing says which commit api@production runs
      hint: the environment has order: 'strict'; to deploy anyway, pass --allow-downgrade
    NO_DEPLOYMENT_STARTED failed
      ECS started no deployment of api: ecs-svc/1 is still the primary deployment
      hint: aws ecs describe-services --cluster shop --services api"
  `);
});
