// Written by `funade init` from what runs in cluster shop.
// Every option, with what it does: node_modules/funade/deploy.config.example.ts
import { defineConfig, ecr, ecs, schedules } from 'funade';

export default defineConfig({
  // Names the project in sessions and templates.
  project: 'shop',

  // In the order they plan.
  plugins: [ecr(), ecs(), schedules()],

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
          networkConfiguration: {
            awsvpcConfiguration: { subnets: ['subnet-0a', 'subnet-0b'], securityGroups: ['sg-0a'], assignPublicIp: 'DISABLED' },
          },
        },
      },
      schedules: { cleanup: { rule: 'cleanup' }, nightly: { schedule: 'shop/nightly' } },
    },
  },
});
