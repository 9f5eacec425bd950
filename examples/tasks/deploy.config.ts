import { defineConfig, ecr, ecs } from 'funade';

// A migration before the rollout, for all services that use the database, and a warm-up after it. `funade sandbox --seed seed.json`
// runs the shop that it is deployed to.
const image = {
  repository: 'shop/api',
  build: { with: 'containerify', context: 'services/api', from: 'scratch', content: { '.': '/app' } },
} as const;

export default defineConfig({
  project: 'shop',
  plugins: [ecr(), ecs()],
  environments: {
    staging: { account: '111111111111', region: 'ap-northeast-1', role: 'arn:aws:iam::111111111111:role/deploy' },
  },
  tagRules: [{ tag: /^v\d+\.\d+\.\d+$/, environments: ['staging'] }],
  services: {
    api: {
      ecr: image,
      ecs: {
        cluster: 'shop-{{environment.name}}',
        service: 'api',
        container: 'app',
        tasks: {
          // Once for a release: when it fails, neither api nor worker changes.
          migrate: { when: 'before', command: ['node', '/app/migrate.js'], timeout: '10m' },
          // A cold cache is no reason to take a release back.
          warm: {
            when: 'after',
            command: ['node', '/app/warm.js'],
            environment: { RELEASE: '{{release.version}}' },
            onFailure: 'warn',
          },
        },
      },
    },
    worker: {
      ecr: image,
      ecs: {
        cluster: 'shop-{{environment.name}}',
        service: 'worker',
        container: 'worker',
        needs: ['api/migrate'],
      },
    },
  },
});
