import type { ConfigInput } from '../../src/config/define-config.ts';
import type { GitFacts } from '../../src/release/git-facts.ts';

/** The config that the tests vary: three services, two environments, three tag rules. Typed loosely so that tests may be wrong. */
export function shop(changes: Readonly<Record<string, unknown>> = {}): ConfigInput {
  return {
    project: 'shop',
    environments: {
      staging: { account: '111111111111', region: 'ap-northeast-1', role: 'arn:aws:iam::111111111111:role/deploy' },
      production: { account: '222222222222', region: 'ap-northeast-1', confirm: true },
    },
    tagRules: [
      { tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] },
      { tag: /^(?<service>[a-z-]+)\/v(?<version>\d+\.\d+\.\d+)$/, environments: ['staging', 'production'] },
      { branch: 'main', environments: ['staging'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
    ],
    services: {
      api: {
        ecr: { repository: 'shop/api', build: { context: 'services/api' } },
        ecs: { cluster: 'shop-{{environment.name}}', service: 'api', container: 'app' },
      },
      worker: {
        ecr: { repository: 'shop/api', build: { context: 'services/api' } },
        ecs: { cluster: 'shop-{{environment.name}}', service: 'worker', container: 'worker' },
      },
      web: {
        ecr: { images: { web: { repository: 'shop/web', build: { context: 'services/web' } } } },
        ecs: { cluster: 'shop-{{environment.name}}', service: 'web', containers: { web: 'web' } },
        environments: { production: { ecs: { wait: { budget: '20m' } } } },
      },
    },
    ...changes,
  } as ConfigInput;
}

export const commit = '4f2d9e1c0b8a7654321fedcba98765432100abcd';

/** A clean checkout of `main`. */
export function gitFacts(changes: Partial<GitFacts> = {}): GitFacts {
  return {
    refs: [{ type: 'branch', name: 'main' }],
    origin: 'git',
    commit,
    commitTime: 1_790_000_000,
    dirtyPaths: [],
    source: 'https://example.com/shop',
    ...changes,
  };
}

/** Facts of a checked-out tag. */
export function tagged(...names: readonly string[]): GitFacts {
  return gitFacts({ refs: names.map((name) => ({ type: 'tag', name })) });
}
