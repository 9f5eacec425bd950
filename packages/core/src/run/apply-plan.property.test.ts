import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeployError } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import type { Step, StepId } from '../model/step.ts';
import { buildContext, buildDefinition, buildPlan, buildPlugin, buildStep, hearing } from '../testing/builders.ts';
import { createVirtualClock } from '../testing/virtual-clock.ts';
import { applyPlan } from './apply-plan.ts';
import { interrupted } from './errors.ts';
import { reduceReport } from './report.ts';

interface Drawn {
  readonly ms: number;
  readonly fails: boolean;
  readonly needs: readonly number[];
  readonly after: readonly number[];
  readonly kind: 'a' | 'b';
}

const drawnSteps: fc.Arbitrary<readonly Drawn[]> = fc
  .integer({ min: 1, max: 20 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => drawnStep(index))));

function drawnStep(index: number): fc.Arbitrary<Drawn> {
  const earlier = index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 3 });
  return fc.record({
    ms: fc.nat(50),
    fails: fc.boolean().map((no) => no && index % 3 === 0),
    needs: earlier,
    after: earlier,
    kind: fc.constantFrom('a' as const, 'b' as const),
  });
}

const idOf = (drawn: readonly Drawn[], index: number): StepId => `${drawn[index]?.kind ?? 'a'}:s${index}@production`;

function stepsOf(drawn: readonly Drawn[]): readonly Step[] {
  return drawn.map(({ needs, after }, index) =>
    buildStep(idOf(drawn, index), {
      needs: needs.map((other) => idOf(drawn, other)),
      after: after.map((other) => idOf(drawn, other)),
    }),
  );
}

interface Options {
  readonly concurrency: number;
  readonly abortAt: number | null;
}

async function applied(drawn: readonly Drawn[], { concurrency, abortAt }: Options) {
  const clock = createVirtualClock();
  const controller = new AbortController();
  if (abortAt !== null) clock.sleep(abortAt).then(() => controller.abort(interrupted('SIGINT')));
  const durations = new Map(drawn.map((step, index) => [idOf(drawn, index), step]));
  let running = { all: 0, a: 0, most: 0, mostOfA: 0 };
  const enter = (kind: string, by: 1 | -1) => {
    const all = running.all + by;
    const a = running.a + (kind === 'a' ? by : 0);
    running = { all, a, most: Math.max(running.most, all), mostOfA: Math.max(running.mostOfA, a) };
  };
  const definition = (kind: string, maxConcurrent?: number) =>
    buildDefinition(
      kind,
      async (_, { step, signal }) => {
        enter(kind, 1);
        try {
          await clock.sleep(durations.get(step.id)?.ms ?? 0, { signal });
          if (durations.get(step.id)?.fails) throw new DeployError('NO', 'no');
          return null;
        } finally {
          enter(kind, -1);
        }
      },
      maxConcurrent === undefined ? {} : { maxConcurrent },
    );
  const events: RunEvent[] = [];
  const plan = buildPlan(stepsOf(drawn));
  const report = await applyPlan(plan, buildContext({ clock, signal: controller.signal }), {
    plugins: [buildPlugin('test', { steps: [definition('a', 2), definition('b')] })],
    runId: 'run',
    concurrency,
    reporters: hearing((event) => events.push(event)),
  });
  return { plan, events, report, running };
}

const options = fc.record({ concurrency: fc.integer({ min: 1, max: 5 }), abortAt: fc.option(fc.nat(100)) });

test('any graph of steps keeps the promises of the loop', async () => {
  await fc.assert(
    fc.asyncProperty(drawnSteps, options, async (drawn, given) => {
      const { plan, events, report, running } = await applied(drawn, given);
      const at = (type: RunEvent['type'], id: StepId) =>
        events.findIndex((event) => event.type === type && 'step' in event && event.step === id);
      const ended = (id: StepId) => Math.max(at('step-succeeded', id), at('step-failed', id), at('step-skipped', id));

      expect(running).toMatchObject({ all: 0, a: 0 });
      expect(running.most).toBeLessThanOrEqual(given.concurrency);
      expect(running.mostOfA).toBeLessThanOrEqual(2);
      for (const { id, needs, after } of plan.steps) {
        expect(events.filter((event) => event.type === 'step-started' && event.step === id).length).toBeLessThanOrEqual(
          1,
        );
        expect(
          events.filter((event) => /succeeded|failed|skipped/.test(event.type) && 'step' in event && event.step === id),
        ).toHaveLength(1);
        const started = at('step-started', id);
        if (started !== -1) {
          for (const need of needs)
            expect(at('step-succeeded', need)).toSatisfy((when) => when !== -1 && when < started);
          for (const before of after) expect(ended(before)).toBeLessThan(started);
        }
        const skipped = events[at('step-skipped', id)];
        if (skipped?.type === 'step-skipped' && skipped.because !== null) {
          expect(at('step-failed', skipped.because)).not.toBe(-1);
        } else if (skipped !== undefined) expect(report.interrupted).toBe('SIGINT');
      }
      expect(events.at(-1)?.type).toBe('run-finished');
      expect(reduceReport(plan, events)).toEqual(report);
      expect(reduceReport(plan, JSON.parse(JSON.stringify(events)))).toEqual(report);
    }),
    { numRuns: 200 },
  );
});

test('without an abort, a step is skipped just when a step it needs failed or was skipped', async () => {
  await fc.assert(
    fc.asyncProperty(drawnSteps, fc.integer({ min: 1, max: 5 }), async (drawn, concurrency) => {
      const { plan, report } = await applied(drawn, { concurrency, abortAt: null });
      const states = new Map(report.steps.map(({ id, state }) => [id, state]));
      for (const [index, { id, needs }] of plan.steps.entries()) {
        const held = needs.some((need) => states.get(need) !== 'succeeded');
        expect(states.get(id)).toBe(held ? 'skipped' : drawn[index]?.fails ? 'failed' : 'succeeded');
      }
    }),
    { numRuns: 100 },
  );
});

test('a thousand steps behind a barrier of hundreds all run', async () => {
  const images = Array.from({ length: 200 }, (_, index) => buildStep(`a:shop/${index}@production`));
  const after = images.map(({ id }) => id);
  const services = Array.from({ length: 400 }, (_, index): readonly Step[] => {
    const register = buildStep(`b:s${index}@production`, { after });
    return [register, buildStep(`a:t${index}@production`, { needs: [register.id] })];
  }).flat();
  const clock = createVirtualClock();
  const plan = buildPlan([...images, ...services]);
  const report = await applyPlan(plan, buildContext({ clock }), {
    plugins: [buildPlugin('test', { steps: [buildDefinition('a'), buildDefinition('b')] })],
    runId: 'run',
  });
  expect(report.outcome).toBe('succeeded');
  expect(clock.now()).toBe(0);
});
