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
    web: {
      ecr: {
        repository: 'shop/web',
        // What runs. To have it built here, write in its place: build: { context: 'services/web' }
        prebuilt: { tag: 'v1.0.0' },
        // As it runs. Leave it out, and tasks are pinned to the digest that was checked.
        reference: 'tag',
      },
      ecs: {
        cluster: 'shop',
        service: 'web',
        // Its settings stay as they are: docs/express.md
        express: {},
      },
    },
  },
});
