import type { Seed } from '@funade/sandbox';

export const region = 'ap-northeast-1';
export const accounts = { staging: '111111111111', production: '222222222222' } as const;

/** An image of every repository that is in ECR from the start. */
export interface PushedVersion {
  readonly version: string;
  /** The commit it says it was built from. */
  readonly commit: string;
}

/**
 * A shop in two accounts, each with a cluster, three services that run v0.9.0, their repositories, and a role that a
 * pipeline's token or the developer may assume.
 */
export function shopSeed(pushed: readonly PushedVersion[] = []): Seed {
  return {
    accounts: {
      [accounts.staging]: { users: { developer: {} }, ...shopAccount('staging', pushed) },
      [accounts.production]: shopAccount('production', pushed),
    },
  };
}

function shopAccount(environment: keyof typeof accounts, pushed: readonly PushedVersion[]): Seed['accounts'][string] {
  const services = Object.fromEntries(
    ['api', 'worker', 'web'].map((name) => [
      name,
      {
        taskDefinition: `shop-${name}`,
        desiredCount: 2,
        launchType: 'FARGATE' as const,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } },
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      },
    ]),
  );
  return {
    roles: {
      deploy: {
        trust: { subjects: ['project_path:shop/shop:ref_type:tag:ref:v*'], principals: [accounts.staging] },
      },
      execution: { trust: { services: ['ecs-tasks.amazonaws.com'] } },
    },
    regions: {
      [region]: {
        repositories: {
          'shop/api': repository('api', pushed),
          'shop/web': repository('web', pushed),
          'shop/proxy': repository('proxy', pushed),
        },
        taskDefinitions: [
          taskDefinition(environment, 'shop-api', [['app', 'shop/api']]),
          taskDefinition(environment, 'shop-worker', [['worker', 'shop/api']]),
          taskDefinition(environment, 'shop-web', [
            ['web', 'shop/web'],
            ['nginx', 'shop/proxy'],
          ]),
        ],
        clusters: { [`shop-${environment}`]: { services } },
      },
    },
  };
}

function repository(name: string, pushed: readonly PushedVersion[]) {
  return {
    mutability: 'IMMUTABLE' as const,
    images: [{ version: 'v0.9.0', commit: null }, ...pushed].map(({ version, commit }) => ({
      tags: [version],
      files: { '/app/main': `${name} ${version}\n` },
      config: { Entrypoint: ['/app/main'] },
      labels: {
        'org.opencontainers.image.version': version.slice(1),
        ...(commit === null ? {} : { 'org.opencontainers.image.revision': commit }),
      },
    })),
  };
}

function taskDefinition(
  environment: keyof typeof accounts,
  family: string,
  containers: readonly (readonly [name: string, repository: string])[],
) {
  return {
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:aws:iam::${accounts[environment]}:role/execution`,
    containerDefinitions: containers.map(([name, image]) => ({
      name,
      image: `{{registry}}/${image}:v0.9.0`,
      essential: true,
      portMappings: [],
      environment: [{ name: 'SHOP', value: 'demo' }],
    })),
  };
}
