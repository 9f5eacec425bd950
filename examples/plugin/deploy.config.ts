import { type ConfigContext, defineConfig, ecr, ecs } from 'funade';
import { hooks } from './src/index.ts';

/** Where the hooks are answered; the test starts a server there. */
const desk = ({ env }: ConfigContext): string => env.DESK_URL ?? 'https://desk.example.com';

const api = {
  repository: 'shop/api',
  build: { with: 'containerify', context: 'services/api', from: 'scratch', content: { '.': '/app' } },
} as const;

// The plugin is listed behind ecs(), whose revisions its steps follow.
export default (context: ConfigContext) =>
  defineConfig({
    project: 'shop',
    plugins: [ecr(), ecs(), hooks({ announce: `${desk(context)}/announce`, outcome: `${desk(context)}/outcome` })],
    environments: {
      staging: { account: '111111111111', region: 'ap-northeast-1', role: 'arn:aws:iam::111111111111:role/deploy' },
    },
    tagRules: [{ tag: /^v\d+\.\d+\.\d+$/, environments: ['staging'] }],
    services: {
      api: {
        ecr: api,
        ecs: { cluster: 'shop-staging', service: 'api', container: 'app' },
        hooks: {
          before: [{ name: 'migrate', url: `${desk(context)}/migrate` }],
          follow: `${desk(context)}/revision/api`,
          check: { url: `${desk(context)}/health`, seconds: 5 },
        },
      },
      worker: {
        ecr: api,
        ecs: { cluster: 'shop-staging', service: 'worker', container: 'worker' },
        hooks: { before: [{ name: 'migrate', url: `${desk(context)}/migrate` }] },
      },
    },
  });
