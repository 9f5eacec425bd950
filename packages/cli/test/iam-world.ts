import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { accounts, region } from '../src/demo/shop-seed.ts';
import { type Shop, startShop } from './shop.ts';

const account = accounts.staging;
export const prefix = `arn:aws:ecs:${region}:${account}`;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const targetGroupArn = `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/api/1`;
const secretArn = `arn:aws:secretsmanager:${region}:${account}:secret:shop/db`;
const cluster = 'shop-staging';

type Fields = Record<string, unknown>;

/** The shop with one of everything that permissions are about: schedules, tasks, jobs, Express Mode, lookups, promotion. */
export function startWorld(): Promise<Shop> {
  return startShop({ pushed: ['v1.1.0'], seed: worldSeed });
}

function worldSeed(seed: Seed): Seed {
  const copy = structuredClone(seed);
  const own = copy.accounts[account];
  const place = own?.regions?.[region];
  if (own?.roles === undefined || place === undefined) throw new TypeError('the shop has no region');
  for (const [name, service] of [
    ['task', 'ecs-tasks'],
    ['infrastructure', 'ecs'],
    ['events', 'events'],
    ['scheduler', 'scheduler'],
  ] as const) {
    own.roles[name] = { trust: { services: [`${service}.amazonaws.com`] } };
  }
  place.parameters = { '/shop/db/url': 'postgres://db.internal/shop', '/shop/cluster': cluster };
  place.secrets = { 'shop/db': { value: 'correct-horse' } };
  place.stacks = { 'shop-network': { outputs: { Url: { value: 'https://a', exportName: 'shop-url' } } } };
  const outputs = { api: { value: 'api', type: 'string' } };
  place.buckets = {
    'shop-states': {
      objects: {
        'shop.tfstate': JSON.stringify({
          version: 4,
          terraform_version: '1.9.5',
          serial: 1,
          lineage: 'x',
          outputs,
          resources: [],
        }),
      },
    },
  };
  place.targetGroups = { api: { id: '1', port: 8080 } };
  place.logGroups = ['/ecs/shop-api', '/ecs/actions'];
  place.actionLogs = { [cluster]: '/ecs/actions' };
  const ecsTarget = {
    Id: 'report',
    Arn: `${prefix}:cluster/${cluster}`,
    RoleArn: role('events'),
    EcsParameters: { TaskDefinitionArn: `${prefix}:task-definition/shop-api:1`, LaunchType: 'FARGATE' },
  };
  place.rules = { 'shop-report': { ScheduleExpression: 'rate(1 day)', Targets: [ecsTarget] } };
  for (const definition of (place.taskDefinitions ?? []) as Fields[]) {
    if (definition.family === 'shop-worker') definition.taskRoleArn = role('task');
    if (definition.family !== 'shop-api') continue;
    definition.taskRoleArn = role('task');
    const [app = {}] = definition.containerDefinitions as Fields[];
    Object.assign(app, {
      portMappings: [{ containerPort: 8080 }],
      secrets: [
        { name: 'DB_URL', valueFrom: '/shop/db/url' },
        { name: 'DB_PASSWORD', valueFrom: secretArn },
      ],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/ecs/shop-api', 'awslogs-region': region, 'awslogs-stream-prefix': 'app' },
      },
    });
  }
  const { api, web, worker } = (place.clusters?.[cluster]?.services ?? {}) as Record<string, Fields>;
  Object.assign(api ?? {}, { loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }] });
  Object.assign(worker ?? {}, { enableExecuteCommand: true });
  const hook = { targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] };
  Object.assign(web ?? {}, {
    deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1, lifecycleHooks: [hook] },
  });
  const primaryContainer = { image: '{{registry}}/shop/web:v0.9.0' };
  const express = {
    infrastructureRoleArn: role('infrastructure'),
    executionRoleArn: role('execution'),
    primaryContainer,
  };
  Object.assign(place.clusters?.[cluster] ?? {}, { expressServices: { front: express } });
  const platforms = ['linux/amd64', 'linux/arm64'];
  const old = { tags: ['v0.1.0'], files: { '/app/main': 'old' }, platforms, pushedAt: '2020-01-01T00:00:00Z' };
  place.repositories?.['shop/api']?.images?.push(old);
  return copy;
}

/** What of the world's config a story changes. */
export interface WorldParts {
  /** Name of the rule. */
  readonly rule?: string;
  /** Where `api` runs. */
  readonly service?: string;
  readonly cluster?: string;
  /** A schedule by its group and name. */
  readonly schedule?: string;
}

let written = 0;

/** Writes the config of the world into a file of its own and gives the option that names it. */
export async function writeWorld(shop: Shop, parts: WorldParts = {}): Promise<string> {
  written += 1;
  const name = `world-${written}.config.json`;
  await writeFile(join(shop.folder, name), JSON.stringify(worldConfig(parts)));
  return `--config ${name}`;
}

function worldConfig({
  rule = 'shop-report',
  service = '{{tfstate "output.api"}}',
  cluster: named = '{{ssm "/shop/cluster"}}',
  schedule,
}: WorldParts): object {
  const build = { context: 'services/api', from: 'scratch', content: { main: '/app/main' }, entrypoint: ['/app/main'] };
  const image = { repository: 'shop/api', build, scan: { failOn: 'CRITICAL' } };
  const environment = (id: string) => ({ account: id, region, role: `arn:aws:iam::${id}:role/deploy` });
  const launch = {
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  };
  const definition = (family: string) => ({
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'execution',
    containerDefinitions: [{ name: 'app', image: 'none', essential: true }],
  });
  return {
    project: 'shop',
    plugins: [
      { terraformState: { s3: { bucket: 'shop-states', key: 'shop.tfstate' } } },
      'ssm',
      'secretsManager',
      'cloudFormation',
      'ecr',
      'ecs',
      'schedules',
    ],
    environments: { staging: environment(accounts.staging), production: environment(accounts.production) },
    tagRules: [{ tag: 'v*', environments: ['staging', 'production'] }],
    services: {
      api: {
        ecr: image,
        ecs: {
          cluster: named,
          service,
          container: 'app',
          containers: {
            app: {
              environment: { NET: '{{cfnOutput "shop-network" "Url"}}', EXPORT: '{{cfnExport "shop-url"}}' },
              secrets: { MORE: '{{secretArn "shop/db"}}' },
            },
          },
          settings: { autoscaling: { min: 1, max: 4 } },
          tasks: {
            migrate: { when: 'before', command: ['migrate'], timeout: '1m' },
            warm: { when: 'after', command: ['warm'], onFailure: 'rollback' },
          },
        },
        schedules: {
          report: { rule },
          ...(schedule === undefined ? {} : { there: { schedule, cron: 'rate(1 day)', role: 'scheduler' } }),
          nightly: { cron: 'cron(0 3 * * ? *)', role: 'scheduler', command: ['report'] },
        },
      },
      worker: {
        ecr: image,
        ecs: { cluster, service: 'worker', container: 'worker' },
      },
      web: {
        ecr: {
          images: {
            web: { repository: 'shop/web', build: { ...build, context: 'services/web' } },
            proxy: { repository: 'shop/proxy', build: { ...build, context: 'services/proxy' } },
          },
        },
        ecs: { cluster, service: 'web', containers: { web: 'web', nginx: 'proxy' }, wait: { until: 'paused' } },
      },
      fresh: {
        ecr: { repository: 'shop/fresh', build, createRepository: { tags: { team: 'shop' } } },
        ecs: {
          cluster,
          service: 'fresh',
          container: 'app',
          taskDefinition: definition('shop-fresh'),
          settings: { ...launch, tags: [{ key: 'team', value: 'shop' }] },
        },
      },
      job: {
        ecr: image,
        ecs: { cluster, container: 'app', taskDefinition: definition('shop-job') },
      },
      front: {
        ecr: { repository: 'shop/web', build: { ...build, context: 'services/web' } },
        ecs: { cluster, service: 'front', express: {} },
      },
      made: {
        ecr: { repository: 'shop/web', build: { ...build, context: 'services/web' } },
        ecs: {
          cluster,
          service: 'made',
          express: {
            infrastructureRoleArn: role('infrastructure'),
            executionRoleArn: role('execution'),
            tags: [{ key: 'team', value: 'shop' }],
          },
        },
      },
    },
  };
}
