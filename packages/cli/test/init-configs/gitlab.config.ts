// Written by `funade init` from .gitlab-ci.yml.
// Every option, with what it does: node_modules/funade/deploy.config.example.ts
import { defineConfig, ecr, ecs } from 'funade';

export default defineConfig({
  // Names the project in sessions and templates.
  project: 'shop',

  // In the order they plan.
  plugins: [ecr(), ecs()],

  // Where services run: one account and one region each. A session of any other account is refused.
  environments: {
    production: { account: '111111111111', region: 'eu-west-1' },
  },

  // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
  tagRules: [
    { tag: /^v\d+\.\d+\.\d+$/, environments: ['production'] },
  ],

  // What is deployed. Strings are templates over project, environment, service and release.
  services: {
    api: {
      ecr: { repository: 'shop/api', build: { context: '.' } },
      ecs: { cluster: 'shop', service: 'api', container: 'app', settings: { desiredCount: 2 } },
    },
  },
});
