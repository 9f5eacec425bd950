import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FoundProject } from '../model/found-project.ts';
import { inFile, noted, type Value, type ValueObject } from '../model/value.ts';
import { renderProject } from '../write/render-project.ts';
import { namedFiles, writtenProject } from './written-project.ts';

/** What a config of this text exports. */
function evaluated(text: string): unknown {
  const body = text.replace(/^import .*$/m, '').replace('export default defineConfig(', 'return (');
  const called = (name: string) => () => ({ name });
  const names = ['ecr', 'ecs', 'schedules', 'env'];
  return new Function(...names, body)(...names.map(called));
}

function readBack(project: FoundProject): FoundProject {
  const [config, ...others] = renderProject(project);
  const text = config?.text ?? '';
  const files = new Map(others.map((file) => [file.path, file.text]));
  return writtenProject({ config: evaluated(text), text, files });
}

const environment = (account: string) => ({ account, region: 'eu-west-1' });
const projectOf = (services: FoundProject['services'], more: Partial<FoundProject> = {}): FoundProject => ({
  origin: 'two clusters',
  project: 'shop',
  plugins: [],
  environments: { staging: environment('111111111111'), production: environment('222222222222') },
  tagRules: [{ tag: /^v/, environments: ['staging', 'production'] }],
  services,
  files: [],
  left: [],
  ...more,
});

test('what is written is read back, file for file', () => {
  const project = projectOf(
    {
      api: {
        environments: {
          staging: { ecs: { cluster: 'shop-staging', taskDefinition: inFile('ecs/api.json', { cpu: '256' }) } },
          production: { ecs: { cluster: 'shop-production', taskDefinition: inFile('ecs/api.json', { cpu: '512' }) } },
        },
      },
      nightly: { environments: { production: { ecs: { cluster: 'jobs' } } } },
    },
    { plugins: [{ name: 'schedules' }] },
  );
  expect(readBack(project)).toEqual(project);
});

test('comments are not read back', () => {
  const of = (cluster: Value): FoundProject => projectOf({ api: { environments: { staging: { ecs: { cluster } } } } });
  expect(readBack(of(noted('a', 'one')))).toEqual(of('a'));
});

test.each([
  [{ project: 'a', plugins: [{ name: 'env' }], environments: {}, services: {} }, 'its plugin "env" may have settings'],
  [
    { project: 'a', environments: {}, tagRules: [], services: { api: { ecs: () => 1 } } },
    'services.api.ecs is no plain value',
  ],
  [() => 1, 'it exports no object'],
])('%j cannot be added to', (config, why) => {
  expect(() => writtenProject({ config, text: '', files: new Map() })).toThrow(why);
});

test('definitions that are named', () => {
  const config = { services: { a: { ecs: { taskDefinition: 'x.json' } }, b: { ecs: { taskDefinition: 'y.yaml' } } } };
  expect(namedFiles(config)).toEqual(['x.json']);
});

test('whatever options services have, they are read back', () => {
  const leaf = fc.oneof(
    fc.constantFrom('shop-staging', 'x', '', "it's {{a}}", '111111111111'),
    fc.integer(),
    fc.boolean(),
  );
  const { tree } = fc.letrec<{ tree: Value; object: ValueObject }>((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('tree'), { maxLength: 2 }), tie('object')),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c-d'), tie('tree'), { maxKeys: 3 }),
  }));
  const options = fc.dictionary(fc.constantFrom('ecr', 'ecs'), tree, { minKeys: 1, maxKeys: 2 });
  fc.assert(
    fc.property(options, options, (staging, production) => {
      const project = projectOf({ api: { environments: { staging, production } } });
      expect(readBack(project).services).toEqual(project.services);
    }),
    { seed: 282, numRuns: 500 },
  );
});
