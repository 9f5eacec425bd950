import { accounts, region } from './shop-seed.ts';

/** How the shop's images are built: by the Docker engine that is there, or from files without one. */
export type ShopBuilder = 'docker' | 'containerify';

interface ShopVersion {
  readonly builder: ShopBuilder;
  /** The health page that a check of the api asks; null: nothing stands beside the services. */
  readonly page: string | null;
}

/** The shop's repository at one version: contents by path. */
export function shopFiles(version: string, { builder, page }: ShopVersion): Readonly<Record<string, string>> {
  return {
    'package.json': `${JSON.stringify({ name: 'shop', private: true, type: 'module' }, null, 2)}\n`,
    '.gitignore': 'node_modules\n',
    'deploy.config.ts': configText(builder, page),
    ...Object.fromEntries(
      ['api', 'web', 'proxy'].flatMap((name) => [
        [`services/${name}/main`, `${name} ${version}\n`],
        ...(builder === 'docker' ? [[`services/${name}/Dockerfile`, dockerfile]] : []),
      ]),
    ),
  };
}

const dockerfile = `FROM scratch
COPY main /app/main
CMD ["/app/main"]
`;

function configText(builder: ShopBuilder, page: string | null): string {
  const beside = page === null ? null : besideApi(page);
  const build = (name: string): string =>
    builder === 'docker'
      ? `{ with: 'docker', context: 'services/${name}' }`
      : `{ context: 'services/${name}', from: 'scratch', content: { main: '/app/main' }, entrypoint: ['/app/main'] }`;
  return `import { ${beside === null ? '' : 'check, '}defineConfig, ecr, ecs${beside === null ? '' : ', schedules'} } from 'funade';

const environment = (account: string) => ({ account, region: '${region}', role: \`arn:aws:iam::\${account}:role/deploy\` });

export default defineConfig({
  project: 'shop',
  plugins: [ecr(), ecs()${beside === null ? '' : ', check(), schedules()'}],
  environments: {
    staging: environment('${accounts.staging}'),
    production: { ...environment('${accounts.production}'), confirm: true },
  },
  tagRules: [
    { tag: /^v\\d+\\.\\d+\\.\\d+$/, environments: ['staging', 'production'] },
    { branch: 'main', environments: ['staging'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
  ],
  services: {
    api: {
      ecr: { repository: 'shop/api', build: ${build('api')} },
      ecs: { cluster: 'shop-{{environment.name}}', service: 'api', container: 'app'${beside?.tasks ?? ''} },${beside?.checkAndJob ?? ''}
    },
    worker: { // the same image: built once
      ecr: { repository: 'shop/api', build: ${build('api')} },
      ecs: { cluster: 'shop-{{environment.name}}', service: 'worker', container: 'worker' },
    },
    web: {
      ecr: {
        images: {
          web: { repository: 'shop/web', build: ${build('web')} },
          proxy: { repository: 'shop/proxy', build: ${build('proxy')} },
        },
      },
      ecs: { cluster: 'shop-{{environment.name}}', service: 'web', containers: { web: 'web', nginx: 'proxy' } },
    },
  },
});
`;
}

/** What the config writes for the api inside of `ecs`, and behind it. */
function besideApi(page: string): { readonly tasks: string; readonly checkAndJob: string } {
  return {
    tasks: `,
        tasks: { migrate: { when: 'before', command: ['/app/main', 'migrate'], timeout: '5m' } }`,
    checkAndJob: `
      check: { url: '${page}', json: { version: '{{release.version}}' } },
      schedules: { nightly: { cron: 'cron(0 3 * * ? *)', role: 'scheduler', command: ['/app/main', 'report'] } },`,
  };
}
