import {
  type Artifact,
  definePlugin,
  defineStep,
  emptyFragment,
  type Plugin,
  type Ref,
  ref,
  Secret,
  type Step,
  type StepDefinition,
} from '@funade/core';
import { assertType, expectTypeOf, test } from 'vitest';
import * as z from 'zod';

const options = z.strictObject({ cluster: z.string() });
const facts = z.strictObject({ services: z.record(z.string(), z.string()) });
const update = defineStep({
  kind: 'ecs.update',
  effect: 'changes',
  input: z.object({ service: z.string() }),
  output: z.object({ deploymentId: z.string() }),
  async run(input, context) {
    expectTypeOf(input).toEqualTypeOf<{ service: string }>();
    expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
    return { deploymentId: input.service };
  },
});

test('a plugin and its steps are typed by their schemas', () => {
  const plugin = definePlugin({
    name: 'ecs',
    options,
    facts,
    steps: [update],
    async observe({ targets }, context) {
      expectTypeOf(targets[0]?.options.cluster).toEqualTypeOf<string | undefined>();
      expectTypeOf(context.env).toExtend<Readonly<Record<string, string | undefined>>>();
      return { services: {} };
    },
    plan({ targets }, known, upstream) {
      expectTypeOf(targets[0]?.options).toEqualTypeOf<{ cluster: string } | undefined>();
      expectTypeOf(known.services).toEqualTypeOf<Record<string, string>>();
      expectTypeOf(upstream).toEqualTypeOf<readonly Artifact[]>();
      return emptyFragment;
    },
  });
  expectTypeOf(plugin).toEqualTypeOf<Plugin>();
  expectTypeOf(update).toEqualTypeOf<StepDefinition>();
});

test('the mistakes of a plugin author are errors in the editor', () => {
  definePlugin({
    name: 'ecs',
    options,
    facts,
    steps: [],
    // @ts-expect-error -- facts are what the facts schema says
    observe: async () => ({ services: 7 }),
    plan: () => emptyFragment,
  });
  definePlugin({
    name: 'ecs',
    options,
    facts,
    steps: [],
    observe: async () => ({ services: {} }),
    // @ts-expect-error -- planning is pure: it cannot wait for anything
    plan: async () => emptyFragment,
  });
  definePlugin({
    name: 'ecs',
    options,
    facts,
    steps: [],
    observe: async () => ({ services: {} }),
    // @ts-expect-error -- a fragment has the rollback, artifacts, notes, warnings and versions too
    plan: () => ({ steps: [] }),
  });
  defineStep({
    kind: 'ecs.update',
    input: z.object({ service: z.string() }),
    output: z.object({ deploymentId: z.string() }),
    // @ts-expect-error -- a step returns what its output schema says
    run: async () => ({ deployment: 'd-1' }),
  });
});

test('a lookup reads the facts of its plugin, at once, and gives no secret', () => {
  const lookup = { helper: 'look', arity: 1 } as const;
  const common = { name: 'looks', options: null, facts, steps: [], plan: () => emptyFragment } as const;
  const observe = async () => ({ services: {} });
  definePlugin({
    ...common,
    observe,
    lookups: [
      {
        ...lookup,
        read(known, args) {
          expectTypeOf(known.services).toEqualTypeOf<Record<string, string>>();
          expectTypeOf(args).toEqualTypeOf<readonly string[]>();
          return { found: true, value: known.services[args[0] ?? ''] ?? '' };
        },
      },
    ],
  });
  definePlugin({
    ...common,
    observe,
    // @ts-expect-error -- what is read was observed before; there is nothing to wait for
    lookups: [{ ...lookup, read: async () => ({ found: true, value: 'x' }) }],
  });
  definePlugin({
    ...common,
    observe,
    // @ts-expect-error -- a template prints its value, and a plan holds it
    lookups: [{ ...lookup, read: () => ({ found: true, value: new Secret('hunter2') }) }],
  });
  definePlugin({
    ...common,
    observe,
    // @ts-expect-error -- without a value there is a reason
    lookups: [{ ...lookup, read: () => ({ found: false }) }],
  });
});

test('a step is JSON: what cannot be saved cannot be its input', () => {
  const step: Step = {
    id: 'ecs.update:api@production',
    kind: 'ecs.update',
    phase: 'rollout',
    targets: ['api@production'],
    label: 'api@production',
    title: 'update service api',
    input: { service: 'api', taskDefinition: ref<string>('ecs.register:api@production', 'arn') },
    needs: [],
    after: [],
    changes: [],
  };
  // @ts-expect-error -- a function is no JSON
  assertType<Step>({ ...step, input: { callback: () => 1 } });
  // @ts-expect-error -- a date is no JSON
  assertType<Step>({ ...step, input: { at: new Date(0) } });
  // @ts-expect-error -- a secret has no JSON form
  assertType<Step>({ ...step, input: { password: new Secret('hunter2') } });
  // @ts-expect-error -- a phase is one of eight
  assertType<Step>({ ...step, phase: 'deploy' });
  // @ts-expect-error -- a target is a service in an environment
  assertType<Step>({ ...step, targets: ['api'] });
  // @ts-expect-error -- a plan is data that nobody changes
  step.input = null;
});

test('a reference carries the type of the output it stands for', () => {
  expectTypeOf(ref<string>('a:b', 'c')).toEqualTypeOf<Ref<string>>();
  expectTypeOf<Ref<string>>().not.toExtend<Ref<number>>();
  // @ts-expect-error -- an output is JSON
  ref<Date>('a:b', 'c');
});
