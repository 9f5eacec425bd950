import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TargetId } from '../model/environment.ts';
import { emptyFragment } from '../model/plan-fragment.ts';
import { ref } from '../model/ref.ts';
import type { Step, StepId } from '../model/step.ts';
import { buildDefinition, buildPlugin, buildRequest, buildStep } from '../testing/builders.ts';
import { assemblePlan } from './assemble-plan.ts';
import { checkSteps } from './check-steps.ts';
import { parsePlan } from './parse-plan.ts';

interface Drawn {
  readonly type: 'image' | 'service';
  readonly needs: readonly number[];
  readonly refers: boolean;
}

const drawn: fc.Arbitrary<readonly Drawn[]> = fc.array(
  fc.record({
    type: fc.constantFrom('image' as const, 'service' as const),
    needs: fc.uniqueArray(fc.nat(30), { maxLength: 3 }),
    refers: fc.boolean(),
  }),
  { minLength: 1, maxLength: 15 },
);

/** Steps that need earlier ones; images need images alone, as a build never waits for a service. */
function stepsOf(items: readonly Drawn[]): readonly Step[] {
  const idOf = (index: number): StepId =>
    items[index]?.type === 'image' ? `k.do:shop/${index}@production` : `k.do:s${index}@production`;
  return items.map(({ type, needs, refers }, index) => {
    const earlier = needs
      .filter((other) => other < index && (type === 'service' || items[other]?.type === 'image'))
      .map(idOf);
    const [first] = earlier;
    return buildStep(idOf(index), {
      ...(type === 'image' ? { targets: usersOf(items, index) } : {}),
      needs: refers ? earlier.slice(1) : earlier,
      input: refers && first !== undefined ? { from: ref(first, 'x') } : null,
    });
  });
}

/** Every service that needs an image, directly or by others. */
function usersOf(items: readonly Drawn[], image: number): readonly TargetId[] {
  const needs = (from: number): boolean =>
    from === image || (items[from]?.needs ?? []).some((other) => other < from && needs(other));
  const users = items.flatMap(({ type }, index) => (type === 'service' && needs(index) ? [index] : []));
  return (users.length > 0 ? users : items.flatMap(({ type }, index) => (type === 'service' ? [index] : []))).map(
    (index): TargetId => `s${index}@production`,
  );
}

const isImage = ({ phase }: Step): boolean => phase === 'publish';

function assemble(steps: readonly Step[], reverse: boolean) {
  const services = steps.filter((step) => !isImage(step)).map(({ label }) => label.split('@')[0] ?? '');
  const plugin = buildPlugin('k', {
    steps: [buildDefinition('k.do')],
    plan: () => ({ ...emptyFragment, steps: reverse ? steps.toReversed() : steps }),
  });
  return assemblePlan(
    buildRequest(services.length === 0 ? ['none'] : services),
    { k: null },
    { plugins: [plugin], createdAt: '2026-11-23T00:00:00.000Z' },
  );
}

test('whatever the order plugins name steps in, they can run as they stand, images before services', () => {
  fc.assert(
    fc.property(drawn, fc.boolean(), (items, reverse) => {
      const steps = stepsOf(items);
      const plan = assemble(steps, reverse);
      expect(plan.steps).toHaveLength(steps.length);
      expect(checkSteps(plan.steps)).toBeNull();
      const images = plan.steps.map(isImage);
      expect(images.lastIndexOf(true)).toBeLessThan([...images, false].indexOf(false));
      expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
    }),
  );
});

test('the barrier holds by the edges alone: every service step has every image step before it', () => {
  fc.assert(
    fc.property(drawn, (items) => {
      const plan = assemble(stepsOf(items), false);
      const before = new Map<StepId, ReadonlySet<StepId>>();
      for (const { id, needs, after } of plan.steps) {
        before.set(id, new Set([...needs, ...after].flatMap((other) => [other, ...(before.get(other) ?? [])])));
      }
      const images = plan.steps.filter(isImage).map(({ id }) => id);
      for (const step of plan.steps) {
        if (!isImage(step)) expect([...(before.get(step.id) ?? [])]).toEqual(expect.arrayContaining(images));
      }
    }),
  );
});

test('a target lists what it needs and nothing else, in the order of the plan', () => {
  fc.assert(
    fc.property(drawn, (items) => {
      const plan = assemble(stepsOf(items), false);
      const order = plan.steps.map(({ id }) => id);
      for (const target of plan.targets) {
        const own = plan.steps.filter(({ targets }) => targets.includes(target.id)).map(({ id }) => id);
        const listed = new Set(target.steps);
        expect(own.every((id) => listed.has(id))).toBe(true);
        for (const step of plan.steps)
          if (listed.has(step.id)) expect(step.needs.every((id) => listed.has(id))).toBe(true);
        expect(target.steps).toEqual(order.filter((id) => listed.has(id)));
      }
    }),
  );
});
