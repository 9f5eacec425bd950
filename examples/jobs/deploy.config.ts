import { defineConfig, ecr, ecs, schedules } from 'funade';

// A service whose clean-up a rule of EventBridge runs, and a job that runs every night. `funade sandbox --seed seed.json` plays
// the account.
export default defineConfig({
  project: 'shop',
  plugins: [ecr(), ecs(), schedules()],
  environments: { staging: { account: '111111111111', region: 'ap-northeast-1' } },
  tagRules: [{ tag: 'v*.*.*', environments: ['staging'] }],
  services: {
    api: {
      ecr: {
        repository: 'shop/api',
        build: { with: 'containerify', context: 'services/api', from: 'scratch', content: { '.': '/app' } },
      },
      ecs: { cluster: 'shop', service: 'api', container: 'app' },
      // The rule and its times are somebody else's, such as Terraform's; what it runs follows each release.
      schedules: { cleanup: { rule: 'shop-cleanup' } },
    },
    // No service of ECS: the task definition is registered, and the schedule runs it.
    report: {
      ecr: {
        repository: 'shop/report',
        build: { with: 'containerify', context: 'services/report', from: 'scratch', content: { '.': '/app' } },
      },
      ecs: {
        cluster: 'shop',
        taskDefinition: 'ecs/report.yaml',
        container: 'app',
        settings: {
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'], securityGroups: ['sg-0a'] } },
        },
      },
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
