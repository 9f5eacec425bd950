// Written by `funade init` from what runs in cluster shop.
// Every option, with what it does: node_modules/funade/deploy.config.example.ts
import { defineConfig, ecr, ecs } from 'funade';

export default defineConfig({
  // Names the project in sessions and templates.
  project: 'shop',

  // In the order they plan.
  plugins: [ecr(), ecs()],

  // Where services run: one account and one region each. A session of any other account is refused.
  environments: {
    live: {
      account: '111111111111',
      region: 'eu-west-1',
      // Ask before anything changes; --yes confirms.
      confirm: true,
    },
  },

  // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
  tagRules: [
    { tag: /^v\d+\.\d+\.\d+$/, environments: ['live'] },
  ],

  // What is deployed. Strings are templates over project, environment, service and release.
  services: {
    api: {
      ecr: {
        repository: 'shop/api',
        // What runs. To have it built here, write in its place: build: { context: 'services/api' }
        prebuilt: { tag: 'v1.0.0' },
        // As it runs. Leave it out, and tasks are pinned to the digest that was checked.
        reference: 'tag',
      },
      ecs: {
        cluster: 'shop',
        service: 'api',
        container: 'app',
        taskDefinition: 'ecs/api.json',
        settings: {
          // Leave it out where something else scales the service.
          desiredCount: 1,
          launchType: 'FARGATE',
          availabilityZoneRebalancing: 'ENABLED',
          deploymentConfiguration: {
            strategy: 'CANARY',
            bakeTimeInMinutes: 1,
            canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 3 },
            lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
          },
          loadBalancers: [
            {
              targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/blue/0123456789abcdef',
              containerName: 'app',
              containerPort: 8080,
              advancedConfiguration: {
                alternateTargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/green/0123456789abcdef',
                productionListenerRule: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener-rule/app/shop/1/2/3',
                roleArn: 'arn:aws:iam::111111111111:role/exec',
              },
            },
          ],
          networkConfiguration: {
            awsvpcConfiguration: { subnets: ['subnet-0a', 'subnet-0b'], securityGroups: ['sg-0a'], assignPublicIp: 'DISABLED' },
          },
        },
      },
    },
  },
});
