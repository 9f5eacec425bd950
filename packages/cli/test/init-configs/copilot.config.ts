// Written by `funade init` from copilot.
// Every option, with what it does: node_modules/funade/deploy.config.example.ts
import { defineConfig, ecr, ecs } from 'funade';

export default defineConfig({
  // Names the project in sessions and templates.
  project: 'shop',

  // In the order they plan.
  plugins: [ecr(), ecs()],

  // Where services run: one account and one region each. A session of any other account is refused.
  environments: {
    test: { account: '111111111111', region: 'eu-west-1' },
  },

  // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
  tagRules: [
    {
      // Copilot has no such rules: write what is to go where.
      tag: /^v\d+\.\d+\.\d+$/,
      environments: ['test'],
    },
    { branch: 'main', environments: ['test'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
  ],

  // What is deployed. Strings are templates over project, environment, service and release.
  services: {
    api: {
      ecr: { repository: 'shop/api', build: { context: 'api', platforms: ['linux/amd64'] } },
      ecs: {
        cluster: 'shop-test-Cluster-Xy12',
        service: 'shop-test-api-Service-Ab34',
        container: 'api',
        containers: { api: { environment: { LOG_LEVEL: 'info' } } },
      },
    },
    worker: {
      ecr: { repository: 'shop/worker', build: { context: 'api', platforms: ['linux/amd64'] } },
      ecs: { cluster: 'shop-test-Cluster-Xy12', service: 'shop-test-worker-Service-Cd56', container: 'worker' },
    },
  },
});
