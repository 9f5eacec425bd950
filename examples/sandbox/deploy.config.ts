import { cloudFormation, defineConfig, ecr, ecs, secretsManager, ssm, terraformState } from 'funade';

// The shop of seed.json. `funade sandbox --seed seed.json` runs it; each environment is an account of its own.
const api = {
  repository: 'shop/api',
  build: { with: 'containerify', context: 'services/api', from: 'scratch', content: { '.': '/app' } },
} as const;

export default defineConfig({
  project: 'shop',
  plugins: [
    ecr(),
    ecs(),
    // What templates look up when a plan is made.
    ssm(),
    secretsManager(),
    cloudFormation(),
    terraformState({ s3: { bucket: 'shop-{{environment.name}}-state', key: 'network/terraform.tfstate' } }),
  ],
  environments: {
    staging: { account: '111111111111', region: 'ap-northeast-1', role: 'arn:aws:iam::111111111111:role/deploy' },
    production: { account: '222222222222', region: 'ap-northeast-1', role: 'arn:aws:iam::222222222222:role/deploy' },
  },
  tagRules: [{ tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] }],
  services: {
    api: {
      ecr: api,
      ecs: {
        cluster: 'shop-{{environment.name}}',
        service: 'api',
        container: 'app',
        containers: {
          app: {
            environment: {
              DATABASE_HOST: '{{ssm (concat "/shop/" environment "/database/host")}}',
              SUBNETS: '{{cfnOutput "shop-network" "Subnets"}}',
              VPC: '{{tfstate "output.vpc_id"}}',
            },
            // ECS reads these when a task starts; a plan holds where they are and never what they are.
            secrets: {
              DATABASE_PASSWORD: '{{ssmArn (concat "/shop/" environment "/database/password")}}',
              PAYMENTS_KEY: '{{secretArn (concat "shop/" environment "/payments")}}:key::',
            },
          },
        },
      },
    },
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
