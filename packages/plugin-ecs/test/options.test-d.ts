import { defineConfig } from '@funade/core/define-config';
import { expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import { type EcsOptionsInput, ecs } from '../src/index.ts';
import type { ecsOptions } from '../src/options/options.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** What a file holds stands in the place of its path before the schema is asked. */
type Inlined<T extends { readonly settings?: unknown }> = T extends unknown
  ? Omit<T, 'settings'> & { readonly settings?: Exclude<T['settings'], string> }
  : never;

const common = {
  project: 'shop',
  plugins: [ecs()],
  environments: { production: { account: '222222222222', region: 'eu-west-1' } },
  tagRules: [{ tag: /^v/, environments: ['production'] }],
} as const;

test('what the types let a person write, the schema takes', () => {
  expectTypeOf<Inlined<EcsOptionsInput>>().toExtend<DeepReadonly<z.input<typeof ecsOptions>>>();
});

test('a config names one container or several, and what differs per environment', () => {
  defineConfig({
    ...common,
    services: {
      api: { ecs: { cluster: 'shop', service: 'api', container: 'app' } },
      web: {
        ecs: { cluster: 'shop', service: 'web', containers: { web: 'web', nginx: 'proxy' } },
        environments: { production: { ecs: { wait: { budget: '20m' } } } },
      },
    },
  });
});

test('mistakes are seen in the editor', () => {
  defineConfig({
    ...common,
    services: {
      // @ts-expect-error a service names one container or several, not both
      both: { ecs: { cluster: 'shop', service: 'api', container: 'app', containers: { app: 'app' } } },
      // @ts-expect-error some container gets the image
      none: { ecs: { cluster: 'shop', service: 'api' } },
      // @ts-expect-error the option is `cluster`
      misspelt: { ecs: { clsuter: 'shop', service: 'api', container: 'app' } },
      // @ts-expect-error a budget is written with its unit
      unit: { ecs: { cluster: 'shop', service: 'api', container: 'app', wait: { budget: 20 } } },
    },
  });
});

test('a definition, settings of containers and settings of the service are typed as AWS has them, templates included', () => {
  defineConfig({
    ...common,
    services: {
      file: { ecs: { cluster: 'shop', service: 'api', container: 'app', taskDefinition: 'ecs/api.yaml' } },
      latest: { ecs: { cluster: 'shop', service: 'api', container: 'app', taskDefinition: 'latest' } },
      inline: {
        ecs: {
          cluster: 'shop',
          service: 'api',
          taskDefinition: {
            family: 'api',
            cpu: 256,
            networkMode: 'awsvpc',
            containerDefinitions: [{ name: 'app', cpu: '{{release.version}}', essential: '{{service}}' }],
          },
          containers: {
            app: { image: 'app', environment: { WORKERS: 4, OLD: null }, healthCheck: { interval: 5 }, command: null },
          },
          settings: {
            desiredCount: '{{release.version}}',
            deploymentConfiguration: { maximumPercent: 150 },
            launchType: 'FARGATE',
          },
        },
        environments: { production: { ecs: { settings: { desiredCount: 4 } } } },
      },
    },
  });
  defineConfig({
    ...common,
    services: {
      // @ts-expect-error a task definition is a file that is known by its ending
      file: { ecs: { cluster: 'shop', service: 'api', container: 'app', taskDefinition: 'ecs/api.toml' } },
      inline: {
        ecs: {
          cluster: 'shop',
          service: 'api',
          container: 'app',
          // @ts-expect-error `awsvcp` is no network mode
          taskDefinition: { family: 'api', networkMode: 'awsvcp', containerDefinitions: [{ name: 'app' }] },
        },
      },
      // @ts-expect-error ECS names the setting desiredCount
      settings: { ecs: { cluster: 'shop', service: 'api', container: 'app', settings: { desired: 2 } } },
      // @ts-expect-error a number that is none
      count: { ecs: { cluster: 'shop', service: 'api', container: 'app', settings: { desiredCount: 'two' } } },
      // @ts-expect-error the container is named by its key
      name: { ecs: { cluster: 'shop', service: 'api', containers: { app: { image: 'app', name: 'web' } } } },
    },
  });
});

test('how far a rollout is waited for', () => {
  const at = { cluster: 'shop', service: 'api', container: 'app' } as const;
  defineConfig({
    ...common,
    services: {
      steady: { ecs: { ...at, wait: { until: 'steady' } } },
      stage: { ecs: { ...at, wait: { until: 'BAKE_TIME' } } },
      lower: { ecs: { ...at, wait: { until: 'post-production-traffic-shift' } } },
      // @ts-expect-error there is no such stage
      wrong: { ecs: { ...at, wait: { until: 'bake' } } },
    },
  });
});
