import type { Seed } from '@funade/sandbox';

export const region = 'ap-northeast-1';
export const accounts = { staging: '111111111111', production: '222222222222' } as const;

/**
 * A shop in two accounts, each with a cluster, three services that run v0.9.0, their repositories, and a role that a
 * pipeline's token or the developer may assume.
 */
export function shopSeed(): Seed {
  return {
    accounts: {
      [accounts.staging]: { users: { developer: {} }, ...shopAccount('staging') },
      [accounts.production]: shopAccount('production'),
    },
  };
}

function shopAccount(environment: keyof typeof accounts): Seed['accounts'][string] {
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
    },
    regions: {
      [region]: {
        repositories: {
          'shop/api': repository('api'),
          'shop/web': repository('web'),
          'shop/proxy': repository('proxy'),
        },
        taskDefinitions: [
          taskDefinition('shop-api', [['app', 'shop/api']]),
          taskDefinition('shop-worker', [['worker', 'shop/api']]),
          taskDefinition('shop-web', [
            ['web', 'shop/web'],
            ['nginx', 'shop/proxy'],
          ]),
        ],
        clusters: { [`shop-${environment}`]: { services } },
      },
    },
  };
}

function repository(name: string) {
  return {
    mutability: 'IMMUTABLE' as const,
    images: [{ tags: ['v0.9.0'], files: { '/app/main': `${name} v0.9.0\n` }, config: { Cmd: ['/app/main'] } }],
  };
}

function taskDefinition(family: string, containers: readonly (readonly [name: string, repository: string])[]) {
  return {
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:aws:iam::${accounts.staging}:role/execution`,
    containerDefinitions: containers.map(([name, image]) => ({
      name,
      image: `{{registry}}/${image}:v0.9.0`,
      essential: true,
      portMappings: [],
      environment: [{ name: 'SHOP', value: 'demo' }],
    })),
  };
}
