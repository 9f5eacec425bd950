import { defineConfig } from '@funade/core/define-config';
import { expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import { type EcrOptionsInput, ecr } from '../src/index.ts';
import type { ecrOptions } from '../src/options/options.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

const common = {
  project: 'shop',
  plugins: [ecr()],
  environments: { staging: { account: '111111111111', region: 'eu-west-1' } },
  tagRules: [{ tag: /^v/, environments: ['staging'] }],
} as const;

test('what the types let a person write, the schema takes', () => {
  expectTypeOf<EcrOptionsInput>().toExtend<DeepReadonly<z.input<typeof ecrOptions>>>();
});

test('a config is written with one image or with several', () => {
  defineConfig({
    ...common,
    services: {
      api: { ecr: { repository: 'shop/api', build: { context: '.', with: 'buildah', cache: true } } },
      web: {
        ecr: { images: { web: { repository: 'shop/web', build: { context: '.', from: 'scratch', content: {} } } } },
      },
    },
  });
});

test('mistakes are seen in the editor', () => {
  defineConfig({
    ...common,
    services: {
      // @ts-expect-error a service has one image or several, not both
      both: { ecr: { repository: 'a', build: { context: '.' }, images: {} } },
      // @ts-expect-error a build from files has no Dockerfile
      mixed: { ecr: { repository: 'a', build: { context: '.', from: 'node:24', dockerfile: 'x' } } },
      // @ts-expect-error the option is `context`
      misspelt: { ecr: { repository: 'a', build: { contxt: '.' } } },
      // @ts-expect-error a secret is named, not given
      secret: { ecr: { repository: 'a', build: { context: '.', secrets: { token: 'hunter2' } } } },
    },
  });
});
