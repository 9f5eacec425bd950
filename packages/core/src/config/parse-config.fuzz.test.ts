import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plugins } from '../../test/support/plugins.ts';
import { commit, gitFacts, shop } from '../../test/support/shop.ts';
import { isDeployError } from '../model/error.ts';
import type { Problem } from '../model/problem.ts';
import type { GitRef } from '../release/git-facts.ts';
import { renderLeaves } from '../templates/render-leaves.ts';
import { sampleServiceScope } from '../templates/template-scope.ts';
import { admitRef } from './admit-ref.ts';
import type { Config } from './config.ts';
import { parseConfig } from './parse-config.ts';
import { selectTargets } from './select-targets.ts';

/** What it gives, or null when it throws a `DeployError`; anything else thrown fails the property. */
async function attempt<T>(run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    if (isDeployError(error)) return null;
    throw error;
  }
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});
const word = fc.constantFrom(
  'api',
  'web',
  'staging',
  'production',
  'v1.2.3',
  'main',
  '__proto__',
  'constructor',
  '{{',
  '(',
);
const template = fc.oneof(
  word,
  fc.constantFrom('{{project}}', '{{release.branch}}', '{{#if release.tag}}x{{/if}}', '{{lower service}}', '{{x.y}}'),
  fc.string().map((text) => `{{${text}}}`),
  fc.string(),
);
const leaf = fc.oneof({ weight: 4, arbitrary: template }, { weight: 1, arbitrary: anything });
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, leaf, fc.dictionary(fc.oneof(word, fc.string()), tie('node')), fc.array(tie('node'))),
})).node;

/** The keys of a config with anything in their places. */
const configLike = fc.record(
  {
    project: leaf,
    plugins: fc.array(fc.oneof(fc.constantFrom('ecr', 'ecs'), anything)),
    environments: fc.dictionary(
      fc.oneof(word, fc.string()),
      fc.record({ account: leaf, region: leaf, role: leaf, confirm: leaf }, { requiredKeys: [] }),
    ),
    tagRules: fc.array(
      fc.record(
        { tag: leaf, branch: leaf, environments: fc.array(leaf), services: fc.array(leaf), imageTag: leaf },
        { requiredKeys: [] },
      ),
    ),
    services: fc.dictionary(
      fc.oneof(word, fc.string()),
      fc.record({ ecr: tree, ecs: tree, environments: tree }, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: [] },
);
/** The config of the tests with one part replaced. */
const spoiled = fc
  .tuple(
    fc.constantFrom('project', 'environments', 'tagRules', 'services', 'plugins', 'more'),
    fc.oneof(tree, anything),
  )
  .map(([key, value]) => shop({ [key]: value }));

test('whatever a config file holds, parsing it gives a config or tells every problem', async () => {
  const property = fc.asyncProperty(fc.oneof(anything, tree, configLike, spoiled), async (raw) => {
    const config = await attempt(() => parseConfig(raw, { plugins }));
    expect(config === null || Object.keys(config.services).length > 0).toBe(true);
  });
  await fc.assert(property, { numRuns: 200 });
});

const gitName = fc.oneof(word, fc.stringMatching(/^[a-z0-9./+@_-]{1,40}$/), fc.string({ minLength: 1 }));
const gitRef: fc.Arbitrary<GitRef> = fc.record({ type: fc.constantFrom('tag', 'branch'), name: gitName });

test('whatever a ref is called, it is admitted with a fixed image tag or refused', async () => {
  const rule = { environments: ['staging'], imageTag: '{{release.branch}}-{{release.shortCommit}}' };
  const tagRules = [
    { tag: /(?:(?<service>\w+)\/)?(?<version>.*)/s, environments: ['staging'] },
    { ...rule, branch: /.*/s },
  ];
  const config: Config = await parseConfig(shop({ tagRules }), { plugins });
  const property = fc.asyncProperty(fc.array(gitRef, { maxLength: 3 }), async (refs) => {
    const admission = await attempt(() => admitRef(config, gitFacts({ refs }), 'staging'));
    if (admission === null) return;
    const { imageTag } = admission.release;
    expect(imageTag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
    expect(['latest', 'stable', 'main', 'staging']).not.toContain(imageTag.toLowerCase());
    if (admission.ref.type === 'branch') expect(imageTag).toContain(commit.slice(0, 7));
    const selection = await attempt(() => selectTargets(config, { environment: 'staging', admission }));
    expect(selection === null || selection.targets.length > 0).toBe(true);
  });
  await fc.assert(property, { numRuns: 150 });
});

test('whatever a document holds, rendering it gives a document of the same shape', async () => {
  const json = fc.jsonValue().chain((value) => fc.oneof(tree.filter(isJson), fc.constant(value)));
  const property = fc.asyncProperty(json, async (document) => {
    const problems: Problem[] = [];
    const rendered = await renderLeaves(document, sampleServiceScope, { path: [], problems });
    expect(shapeOf(rendered)).toEqual(shapeOf(document));
  });
  await fc.assert(property, { numRuns: 150 });
});

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value) && shapeOf(value) !== undefined;
  } catch {
    return false;
  }
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, item]) => [key, shapeOf(item)]);
}
