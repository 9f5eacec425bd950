import { account, region } from '@infra/account.js';
import { defineConfig, ecr, ecs } from 'funade';

const build = { context: 'services/api', from: 'scratch', content: { main: '/app/main' }, entrypoint: ['/app/main'] };

export default defineConfig({
  project: 'shop',
  plugins: [ecr(), ecs()],
  environments: { staging: { account, region } },
  tagRules: [{ tag: /^v\d+\.\d+\.\d+$/, environments: ['staging'] }],
  services: {
    api: { ecr: { repository: 'shop/api', build }, ecs: { cluster: 'shop', service: 'api', container: 'app' } },
    worker: { ecr: { repository: 'shop/api', build }, ecs: { cluster: 'shop', service: 'worker', container: 'app' } },
  },
});
