import { expect, test } from 'vitest';
import type { FoundProject } from '../model/found-project.ts';
import { onlyNew } from './only-new.ts';

const project = (services: FoundProject['services'], environments: FoundProject['environments']): FoundProject => ({
  origin: 'a',
  project: 'shop',
  plugins: [],
  environments,
  tagRules: [],
  services,
  files: [],
  left: [{ place: 'environment staging', what: 'the role to deploy with', reason: 'nothing says it' }],
});

test('what the config says of a service stays, and is told; another service is added, and the environment keeps its role', () => {
  const standing = project(
    { api: { environments: { staging: { ecr: { build: 'mine' } } } } },
    { staging: { account: '1', region: 'r', role: 'mine' } },
  );
  const found = project(
    {
      api: { environments: { staging: { ecr: { prebuilt: 'read' } } } },
      web: { environments: { staging: { ecr: {} } } },
    },
    { staging: { account: '1', region: 'r' } },
  );
  const { services, environments, left } = onlyNew(found, standing);
  expect(Object.keys(services)).toEqual(['web']);
  expect(environments).toEqual({ staging: { account: '1', region: 'r', role: 'mine' } });
  expect(left.map(({ place }) => place)).toEqual(['service api in staging']);
});

test('another environment of the same service is new', () => {
  const standing = project({ api: { environments: { staging: { a: 1 } } } }, { staging: { account: '1' } });
  const found = project({ api: { environments: { production: { a: 2 } } } }, { production: { account: '2' } });
  expect(onlyNew(found, standing)).toEqual(found);
});
