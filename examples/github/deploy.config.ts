import { defineConfig, ecr, ecs } from 'funade';

const api = { repository: 'shop/api', build: { context: 'services/api' } } as const;

export default defineConfig({
  project: 'shop',
  plugins: [ecr(), ecs()],
  environments: {
    staging: { account: '111111111111', region: 'ap-northeast-1', role: 'arn:aws:iam::111111111111:role/deploy' },
    production: {
      account: '222222222222',
      region: 'ap-northeast-1',
      role: 'arn:aws:iam::222222222222:role/deploy',
      confirm: true,
    },
  },
  tagRules: [
    { tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] },
    { branch: 'main', environments: ['staging'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
  ],
  services: {
    api: { ecr: api, ecs: { cluster: 'shop-{{environment.name}}', service: 'api', container: 'app' } },
    worker: { ecr: api, ecs: { cluster: 'shop-{{environment.name}}', service: 'worker', container: 'worker' } },
    web: {
      ecr: {
        images: {
          web: { repository: 'shop/web', build: { context: 'services/web', target: 'web' } },
          proxy: { repository: 'shop/proxy', build: { context: 'services/web', target: 'proxy' } },
        },
      },
      ecs: { cluster: 'shop-{{environment.name}}', service: 'web', containers: { web: 'web', nginx: 'proxy' } },
      environments: { production: { ecs: { wait: { budget: '20m' } } } },
    },
  },
});
