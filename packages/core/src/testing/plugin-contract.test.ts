import { expect, test } from 'vitest';
import * as z from 'zod';
import { fakeLookup } from '../../test/support/plugins.ts';
import { emptyFragment } from '../model/plan-fragment.ts';
import { ref } from '../model/ref.ts';
import { defineStep } from '../model/step.ts';
import { buildPlugin, buildRequest, buildStep } from './builders.ts';
import { badInputs, fragmentFault, repeatedIds, unknownOutputs } from './contract-rules.ts';
import { pluginContract } from './plugin-contract.ts';

const register = defineStep({
  kind: 'ecs.register',
  effect: 'changes',
  input: z.strictObject({ family: z.string(), images: z.array(z.string()) }),
  output: z.object({ arn: z.string() }),
  run: async () => ({ arn: 'arn' }),
});
const update = defineStep({
  kind: 'ecs.update',
  effect: 'changes',
  input: z.strictObject({ service: z.string(), revision: z.union([z.string().regex(/^arn/), z.null()]) }),
  output: z.object({}),
  run: async () => ({}),
});
const registerApi = buildStep('ecs.register:api@production', {
  needs: ['aws.session:production'],
  input: { family: 'api', images: [ref('ecr.push:shop/api@production', 'reference')] },
});
const updateApi = buildStep('ecs.update:api@production', {
  needs: ['aws.session:production'],
  input: { service: 'api', revision: ref(registerApi.id, 'arn') },
});
const plugin = buildPlugin('ecs', {
  options: z.strictObject({ cluster: z.string() }),
  facts: z.strictObject({ running: z.string() }) as never,
  steps: [register, update],
  plan: () => ({ ...emptyFragment, steps: [registerApi, updateApi] }),
});
const { project, environment, release, allow } = buildRequest([]);
const targets = [{ id: 'api@production', service: 'api', options: { cluster: 'main' } }] as const;

pluginContract(plugin, [
  {
    name: 'a service that is deployed',
    request: { project, environment, release, allow, targets },
    facts: { running: 'api:41' },
    upstream: [
      {
        type: 'image',
        target: 'api@production',
        name: null,
        reference: ref('ecr.push:shop/api@production', 'reference'),
        repositoryUri: 'host/shop/api',
        platforms: null,
        tag: 'v1',
        digest: null,
      },
    ],
    earlier: ['aws.session:production'],
  },
]);

pluginContract(fakeLookup({}), [
  {
    name: 'a value that is there and one that is not',
    request: {
      project,
      environment,
      release,
      allow,
      targets: [],
      lookups: ['a', 'b'].map((key) => ({ helper: 'look', args: [key] })),
    },
    facts: { a: 'blue', b: null },
  },
]);

const earlier = new Set(['aws.session:production', 'ecr.push:shop/api@production']);

test('repeated ids are those twice there', () => {
  expect(repeatedIds([registerApi, registerApi, updateApi])).toEqual([registerApi.id]);
});

test.each([
  [
    'a need that is not there',
    [{ ...updateApi, input: null, needs: ['ecs.gone:x'] as const }],
    /needs ecs\.gone:x, which is not in the plan/,
  ],
  ['a reference to nowhere', [{ ...updateApi, input: { a: ref('ecs.gone:x', 'arn') } }], /refers to ecs\.gone:x/],
  ['an unknown kind', [buildStep('ecs.dance:api@production')], /of kind ecs\.dance/],
  ['a target that is not there', [{ ...updateApi, targets: ['web@production'] as const }], /belongs to web@production/],
  ['a cycle', [{ ...registerApi, needs: [updateApi.id] }, updateApi], /wait for each other/],
])('a fragment with %s has a fault', (_, steps, fault) => {
  expect(fragmentFault(plugin, steps, { earlier, targets: new Set(['api@production']) })).toMatch(fault);
});

test('an output that the definition does not list is unknown', () => {
  const wrong = { ...updateApi, input: { revision: ref(registerApi.id, 'anr') } };
  expect(unknownOutputs(plugin, [registerApi, wrong])).toEqual([`${registerApi.id} anr`]);
});

test.each([
  [
    'a wrong value',
    { service: 7, revision: null },
    ['ecs.update:api@production service: Invalid input: expected string, received number'],
  ],
  [
    'a key that is not known',
    { service: 'a', revision: null, more: 1 },
    ['ecs.update:api@production : Unrecognized key: "more"'],
  ],
  ['a reference in place of a value', { service: ref('a:b', 'c'), revision: ref('a:b', 'c') }, []],
])('%s in an input', (_, input, problems) => {
  expect(badInputs(plugin, [{ ...updateApi, input }])).toEqual(problems);
});
