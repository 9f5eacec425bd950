// Written by `funade init` from what was answered.
// Every option, with what it does: node_modules/funade/deploy.config.example.ts
import { defineConfig, ecr, ecs } from 'funade';

export default defineConfig({
  // Names the project in sessions and templates.
  project: 'bank',

  // In the order they plan.
  plugins: [ecr(), ecs()],

  // Where services run: one account and one region each. A session of any other account is refused.
  environments: {
    live: {
      account: '333333333333',
      region: 'eu-west-1',
      // Assumed with the token of the CI job, or from the credentials of a laptop.
      role: 'arn:aws:iam::333333333333:role/ship',
    },
  },

  // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
  tagRules: [
    { tag: /^v\d+\.\d+\.\d+$/, environments: ['live'] },
    { branch: 'main', environments: ['live'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
  ],

  // What is deployed. Strings are templates over project, environment, service and release.
  services: {
    web: {
      ecr: {
        // Name of the repository in ECR, without host and tag.
        repository: 'bank/web',
        // Made from files, without a container engine. `scratch` is enough for the sandbox; to run it:
        // from: 'public.ecr.aws/docker/library/node:24-slim', entrypoint: ['node', '/app/server.js']
        // With a Dockerfile in that folder: build: { context: 'services/web' }
        build: { context: 'services/web', from: 'scratch', content: { 'server.js': '/app/server.js' } },
      },
      ecs: {
        // The cluster and the service as they are called in ECS.
        cluster: 'bank-{{environment.name}}',
        service: 'web',
        // The container of the task definition that gets the image.
        container: 'app',
      },
    },
  },
});
