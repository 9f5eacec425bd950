import { type ConfigContext, check, defineConfig, ecr, ecs, schedules } from 'funade';

// What stands beside a service: a migration before its rollout, a check after it, and a job that runs its new revision every
// night. `funade sandbox --seed seed.json` plays the account.
export default ({ env }: ConfigContext) =>
  defineConfig({
    project: 'shop',
    plugins: [ecr(), ecs(), check(), schedules()],
    environments: { staging: { account: '111111111111', region: 'ap-northeast-1' } },
    tagRules: [{ tag: 'v*.*.*', environments: ['staging'] }],
    services: {
      api: {
        ecr: {
          repository: 'shop/api',
          build: { with: 'containerify', context: 'services/api', from: 'scratch', content: { '.': '/app' } },
        },
        ecs: {
          cluster: 'shop',
          service: 'api',
          // The health page tells it to the check.
          containers: { app: { image: 'api', environment: { RELEASE_VERSION: '{{release.version}}' } } },
          // The check below takes back what ECS is content with.
          onFailure: 'rollback',
          tasks: {
            // When it fails, the service stays as it is.
            migrate: { when: 'before', command: ['node', '/app/migrate.js'], timeout: '10m' },
          },
        },
        // Where the users ask, once all tasks are new.
        check: {
          url: `${env.SHOP_URL ?? 'https://staging.shop.example.com'}/healthz`,
          json: { version: '{{release.version}}' },
          timeout: '1m',
          interval: '2s',
          consecutive: 2,
        },
        // Runs the new revision from the next night on, and the one before again when this one is rolled back.
        schedules: {
          nightly: {
            cron: 'cron(0 3 * * ? *)',
            timezone: 'Asia/Tokyo',
            role: 'shop-scheduler',
            command: ['node', '/app/report.js', '--yesterday'],
          },
        },
      },
    },
  });
