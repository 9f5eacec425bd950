import { defineConfig, ecr, ecs } from 'funade';

// The shop of seed.json. `funade sandbox --seed seed.json` runs it; each environment is an account of its own.
const api = {
  repository: 'shop/api',
  build: { with: 'containerify', context: 'services/api', from: 'scratch', content: { '.': '/app' } },
} as const;

export default defineConfig({
  project: 'shop',
  plugins: [ecr(), ecs()],
  environments: {
    staging: { account: '111111111111', region: 'ap-northeast-1', role: 'arn:aws:iam::111111111111:role/deploy' },
    production: { account: '222222222222', region: 'ap-northeast-1', role: 'arn:aws:iam::222222222222:role/deploy' },
  },
  tagRules: [{ tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] }],
  services: {
    api: { ecr: api, ecs: { cluster: 'shop-{{environment.name}}', service: 'api', container: 'app' } },
    worker: { ecr: api, ecs: { cluster: 'shop-{{environment.name}}', service: 'worker', container: 'worker' } },
    web: {
      ecr: {
        images: {
          web: {
            repository: 'shop/web',
            build: { with: 'containerify', context: 'services/web', from: 'scratch', content: { '.': '/srv' } },
          },
          proxy: {
            repository: 'shop/proxy',
            build: { with: 'containerify', context: 'services/proxy', from: 'scratch', content: { '.': '/etc/proxy' } },
          },
        },
      },
      ecs: { cluster: 'shop-{{environment.name}}', service: 'web', containers: { web: 'web', nginx: 'proxy' } },
    },
  },
});
