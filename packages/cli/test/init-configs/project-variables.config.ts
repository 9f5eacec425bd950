// Written by `funade init` from .gitlab-ci.yml.
// Every option, with what it does: node_modules/funade/deploy.config.example.ts
import { defineConfig, ecr, ecs, env } from 'funade';

export default defineConfig({
  // Names the project in sessions and templates.
  project: 'shop',

  // In the order they plan.
  plugins: [ecr(), ecs(), env({ names: ['ECR_REPOSITORY', 'ECS_CLUSTER', 'ECS_SERVICE'] })],

  // Where services run: one account and one region each. A session of any other account is refused.
  environments: {
    production: { account: '111111111111', region: 'eu-west-1' },
  },

  // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
  tagRules: [
    { tag: /^.+$/, environments: ['production'] },
  ],

  // What is deployed. Strings are templates over project, environment, service and release.
  services: {
    app: {
      ecr: { repository: '{{env "ECR_REPOSITORY"}}', build: { context: '.' } },
      ecs: {
        cluster: '{{env "ECS_CLUSTER"}}',
        service: '{{env "ECS_SERVICE"}}',
        // Not known: the container that gets the image.
        container: 'app',
      },
    },
  },
});
