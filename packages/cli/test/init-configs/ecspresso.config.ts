// Written by `funade init` from ecspresso/staging/ecspresso.yml and ecspresso/production/ecspresso.yml.
// Every option, with what it does: node_modules/funade/deploy.config.example.ts
import { cloudFormation, defineConfig, ecr, ecs, env, secretsManager, ssm } from 'funade';

export default defineConfig({
  // Names the project in sessions and templates.
  project: 'shop',

  // In the order they plan.
  plugins: [ecr(), ecs(), env({ names: ['CPU', 'IMAGE_TAG'], defaults: { CPU: '256' } }), cloudFormation(), secretsManager(), ssm()],

  // Where services run: one account and one region each. A session of any other account is refused.
  environments: {
    staging: { account: '111111111111', region: 'eu-west-1' },
    production: { account: '111111111111', region: 'eu-west-1' },
  },

  // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
  tagRules: [
    {
      // ecspresso has no such rules: write what your pipeline deploys.
      tag: /^v\d+\.\d+\.\d+$/,
      environments: ['staging', 'production'],
    },
    {
      branch: 'main',
      environments: ['staging', 'production'],
      imageTag: '{{release.branch}}-{{release.shortCommit}}',
    },
  ],

  // What is deployed. Strings are templates over project, environment, service and release.
  services: {
    api: {
      ecr: {
        repository: 'shop/api',
        // To have it built here: build: { context: "." } in the place of prebuilt.
        prebuilt: { tag: '{{env "IMAGE_TAG"}}' },
      },
      ecs: {
        cluster: 'shop-{{environment.name}}',
        service: 'api',
        container: 'app',
        taskDefinition: 'ecs/api.json',
        settings: {
          launchType: 'FARGATE',
          // Leave it out where something else scales the service.
          desiredCount: 2,
          networkConfiguration: { awsvpcConfiguration: { subnets: ['{{cfnOutput "net" "Subnet"}}'], securityGroups: ['sg-0a'] } },
        },
        wait: { budget: '5m' },
      },
    },
  },
});
