import { expect, test } from 'vitest';
import type { FoundProject } from '../model/found-project.ts';
import { inFile, noted } from '../model/value.ts';
import { renderLeft } from './render-left.ts';
import { renderProject } from './render-project.ts';

const environment = (account: string) => ({ account, region: 'eu-west-1' });
const project: FoundProject = {
  origin: 'two clusters',
  project: 'shop',
  plugins: [{ name: 'env', settings: { names: ['STAGE'] } }],
  environments: { staging: environment('111111111111'), production: environment('222222222222') },
  tagRules: [{ tag: /^v/, environments: ['staging', 'production'] }],
  services: {
    api: {
      note: 'the front',
      environments: {
        staging: { ecs: { cluster: 'staging', taskDefinition: inFile('ecs/api.json', { family: 'api-staging' }) } },
        production: {
          ecs: { cluster: 'production', taskDefinition: inFile('ecs/api.json', { family: 'api-production' }) },
        },
      },
    },
    nightly: { environments: { production: { ecs: { cluster: noted('production', 'only here') } } } },
  },
  files: [{ path: 'extra.txt', text: 'x\n' }],
  left: [{ place: 'a.yml:3', what: 'appspec\u001b[2J', reason: 'no such thing', instead: 'write it' }],
};

test('a config and the files beside it', () => {
  const [config, ...files] = renderProject(project);
  expect(files).toEqual([
    { path: 'ecs/api.json', text: '{\n  "family": "api-{{environment.name}}"\n}\n' },
    { path: 'extra.txt', text: 'x\n' },
  ]);
  expect(config?.text).toMatchInlineSnapshot(`
    "// Written by \`funade init\` from two clusters.
    // Every option, with what it does: node_modules/funade/deploy.config.example.ts
    import { defineConfig, ecr, ecs, env } from 'funade';

    export default defineConfig({
      // Names the project in sessions and templates.
      project: 'shop',

      // In the order they plan.
      plugins: [ecr(), ecs(), env({ names: ['STAGE'] })],

      // Where services run: one account and one region each. A session of any other account is refused.
      environments: {
        staging: { account: '111111111111', region: 'eu-west-1' },
        production: { account: '222222222222', region: 'eu-west-1' },
      },

      // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
      tagRules: [
        { tag: /^v/, environments: ['staging', 'production'] },
      ],

      // What is deployed. Strings are templates over project, environment, service and release.
      services: {
        // the front
        api: {
          ecs: { cluster: '{{environment.name}}', taskDefinition: 'ecs/api.json' },
        },
        nightly: {
          environments: {
            production: {
              ecs: {
                // only here
                cluster: 'production',
              },
            },
          },
        },
      },
    });
    "
  `);
});

test('what could not be carried over, with its place, and nothing of it can act on a terminal', () => {
  expect(renderLeft(project.left)).toMatchInlineSnapshot(`
    "not carried over:
      a.yml:3: appspec: no such thing
        write it
    "
  `);
  expect(renderLeft([])).toBe('');
});

test('what a config needs of every service is said for all environments, also where they differ in it', () => {
  const service = (name: string, cluster: string) => ({ ecs: { cluster, service: name, container: 'app' } });
  const environment = { account: '111111111111', region: 'eu-west-1' };
  const [config] = renderProject({
    origin: 'a test',
    project: 'shop',
    plugins: [],
    environments: { stg: environment, prod: environment },
    tagRules: [],
    services: { api: { environments: { stg: service('one', 'blue'), prod: service('two', 'blue') } } },
    files: [],
    left: [],
  });
  expect(config?.text).toContain("ecs: { service: 'one', cluster: 'blue', container: 'app' },");
  expect(config?.text).toContain("environments: { prod: { ecs: { service: 'two' } } },");
});
