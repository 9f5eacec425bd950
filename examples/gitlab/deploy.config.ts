import { defineConfig, ecr, ecs } from 'funade';

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
  tagRules: [{ tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] }],
  services: {
    api: {
      ecr: {
        repository: 'shop/api',
        build: {
          with: 'containerify',
          context: 'services/api',
          from: 'scratch',
          content: { 'server.js': '/app/server.js' },
        },
      },
      ecs: { cluster: 'shop-{{environment.name}}', service: 'api', container: 'app' },
    },
  },
});
