import type { Plan, RunEvent } from '@funade/core';
import { expect, test } from 'vitest';
import { errorOf, eventLog, memoryOutput, noon, planFor } from '../../test/builders.ts';
import { plain } from '../render/style.ts';
import { linesDisplay } from './lines.ts';
import { type LogSections, logSections } from './log-sections.ts';

function show(
  events: readonly RunEvent[],
  sections: LogSections | null = null,
  plan: Plan = planFor(['api', 'worker']),
) {
  const output = memoryOutput();
  const time = { now: noon };
  const ticks: (() => void)[] = [];
  const clock = { now: () => time.now, monotonic: () => time.now, sleep: async () => undefined };
  const every = (_ms: number, tick: () => void) => {
    ticks.push(tick);
    return () => undefined;
  };
  const reporter = linesDisplay({ plan, output, style: plain, clock, every }, sections);
  const feed = (more: readonly RunEvent[]): void => {
    for (const event of more) {
      time.now = event.at;
      reporter.event(event);
    }
  };
  feed(events);
  return {
    text: output.text,
    at: (now: number): void => {
      time.now = now;
      for (const tick of ticks) tick();
    },
  };
}

test('a run from start to end: a line when something starts, changes and ends', () => {
  const log = eventLog(planFor(['api', 'worker']));
  const wait = log.id('ecs.wait-for-rollout');
  const build = log.id('ecr.build-image', 'shop/api@production');
  log.start();
  log.succeeded(log.id('aws.assume-role', 'production'));
  log.started(build);
  log.output(build, '\u001b[32m#1 FROM scratch\u001b[0m\r');
  log.succeeded(build);
  log.started(wait);
  log.progress(wait, 'new 0/2, old 2');
  log.progress(wait, 'new 0/2, old 2');
  log.progress(wait, 'new 1/2, old 2');
  log.warned(wait, 'ECS is slow');
  log.failed(wait, errorOf({ message: 'rolled back\nmore' }), 'rolled-back');
  log.skipped(log.id('ecs.update-service', 'worker@production'), build);
  log.skipped(log.id('ecs.wait-for-rollout', 'worker@production'), build);
  log.interrupted('SIGINT');
  log.finish();
  expect(show(log.events).text()).toMatchInlineSnapshot(`
    "2026-11-23T12:00:00Z                      run 20261123-120000-abc123: plan c0ffee000000, 2 targets, 9 steps
    2026-11-23T12:00:01Z production           assume role deploy: done in an earlier run
    2026-11-23T12:00:02Z shop/api@production  build image shop/api:v1.2.0
    2026-11-23T12:00:03Z shop/api@production  | #1 FROM scratch
    2026-11-23T12:00:04Z shop/api@production  build image shop/api:v1.2.0: done (2 s)
    2026-11-23T12:00:05Z api@production       wait for the rollout of api
    2026-11-23T12:00:06Z api@production       wait for the rollout of api: new 0/2, old 2
    2026-11-23T12:00:08Z api@production       wait for the rollout of api: new 1/2, old 2
    2026-11-23T12:00:09Z api@production       wait for the rollout of api: warning: ECS is slow
    2026-11-23T12:00:10Z api@production       wait for the rollout of api: rolled-back (5 s): rolled back (ECS_CLUSTER_MISSING)
    2026-11-23T12:00:11Z worker@production    failed: build image shop/api:v1.2.0
    2026-11-23T12:00:13Z                      interrupted by SIGINT: no further steps are started
    "
  `);
});

test('a run that waits says so once a minute, and not more often', () => {
  const log = eventLog(planFor(['api', 'worker']));
  const wait = log.id('ecs.wait-for-rollout');
  log.started(wait);
  log.progress(wait, 'new 1/2, old 2');
  const shown = show(log.events);
  const before = shown.text().length;
  const since = (log.events.at(-1)?.at ?? 0) + 1;
  shown.at(since + 30_000);
  expect(shown.text().slice(before)).toBe('');
  shown.at(since + 61_000);
  shown.at(since + 65_000);
  shown.at(since + 125_000);
  expect(shown.text().slice(before)).toMatchInlineSnapshot(`
    "2026-11-23T12:01:02Z                      still running: api@production wait for the rollout of api (1 min 2 s, new 1/2, old 2)
    2026-11-23T12:02:06Z                      still running: api@production wait for the rollout of api (2 min 6 s, new 1/2, old 2)
    "
  `);
});

test('a wait says its state with the time that is left, its title once in full, and news apart', () => {
  const plan = planFor(['api', 'worker']);
  const log = eventLog(plan);
  const wait = log.id('ecs.wait-for-rollout');
  const until = noon + 900_000;
  log.started(wait);
  log.progress(wait, '0/2 running; 2 old running', { until });
  log.progress(wait, '(service api) has started 2 tasks', { event: 'e1' });
  log.progress(wait, '0/2 running; 2 old running', { until });
  log.progress(wait, 'BAKE_TIME: 2/2 running; 2 old running', { until });
  const shown = show(log.events);
  shown.at((log.events.at(-1)?.at ?? 0) + 61_000);
  expect(shown.text()).toMatchInlineSnapshot(`
    "2026-11-23T12:00:00Z api@production       wait for the rollout of api
    2026-11-23T12:00:01Z api@production       wait for the rollout of api: 0/2 running; 2 old running; 14 min 59 s left
    2026-11-23T12:00:02Z api@production       wait for the rollout of api: has started 2 tasks
    2026-11-23T12:00:04Z api@production       wait for the rollout of api: BAKE_TIME: 2/2 running; 2 old running; 14 min 56 s left
    2026-11-23T12:01:05Z                      still running: api@production wait for the rollout of api (1 min 5 s, BAKE_TIME: 2/2 running; 2 old running; 13 min 55 s left)
    "
  `);
});

test('polls that bring nothing new keep the minute', () => {
  const log = eventLog(planFor(['api', 'worker']));
  const wait = log.id('ecs.wait-for-rollout');
  log.started(wait);
  for (let polls = 0; polls < 25; polls += 1) {
    log.progress(wait, 'new 1/2, old 2');
    log.later(4000);
  }
  expect(show(log.events).text()).toMatchInlineSnapshot(`
    "2026-11-23T12:00:00Z api@production       wait for the rollout of api
    2026-11-23T12:00:01Z api@production       wait for the rollout of api: new 1/2, old 2
    2026-11-23T12:01:01Z                      still running: api@production wait for the rollout of api (1 min 1 s, new 1/2, old 2)
    2026-11-23T12:02:01Z                      still running: api@production wait for the rollout of api (2 min 1 s, new 1/2, old 2)
    "
  `);
});

test.each([
  ['GitLab', { GITLAB_CI: 'true' }],
  ['GitHub', { GITHUB_ACTIONS: 'true' }],
])('%s folds what a build prints, and is not spoken to by it', (_, env) => {
  const log = eventLog(planFor(['api', 'worker']));
  const build = log.id('ecr.build-image', 'shop/api@production');
  log.started(build);
  log.output(build, '::error::pretended');
  log.output(build, '\u001b[0Ksection_end:1:other\r\u001b[0K');
  log.succeeded(build);
  expect(JSON.stringify(show(log.events, logSections(env)).text()).replaceAll('\\n', '\n')).toMatchSnapshot();
});

test('what a task beside the rollout writes is shown as it comes, in a section that ends when something else is said', () => {
  const usual = planFor(['api', 'worker']);
  const steps = usual.steps.map((step) =>
    step.kind === 'ecs.register-task-definition' ? { ...step, phase: 'before-rollout' as const } : step,
  );
  const plan = { ...usual, steps };
  const log = eventLog(plan);
  const [one, other] = [
    log.id('ecs.register-task-definition'),
    log.id('ecs.register-task-definition', 'worker@production'),
  ];
  log.started(one);
  log.started(other);
  log.output(one, 'first');
  log.output(one, 'second');
  log.output(other, 'in between');
  log.output(one, 'third');
  log.progress(other, 'RUNNING');
  log.output(one, 'fourth');
  log.succeeded(one);
  log.output(other, 'left open');
  const sections = logSections({ GITHUB_ACTIONS: 'true' });
  expect(show(log.events, sections, plan).text()).toMatchInlineSnapshot(`
    "2026-11-23T12:00:00Z api@production       register task definition api
    2026-11-23T12:00:01Z worker@production    register task definition worker
    ::group::output of: register task definition api
    | first
    | second
    ::endgroup::
    ::group::output of: register task definition worker
    | in between
    ::endgroup::
    ::group::output of: register task definition api (continued)
    | third
    ::endgroup::
    2026-11-23T12:00:06Z worker@production    register task definition worker: RUNNING
    ::group::output of: register task definition api (continued)
    | fourth
    ::endgroup::
    2026-11-23T12:00:08Z api@production       register task definition api: done (8 s)
    ::group::output of: register task definition worker (continued)
    | left open
    "
  `);
});

test('a stage says when it ends, and a wait that left says what continues and what is left out', () => {
  const log = eventLog(planFor(['api', 'worker']));
  const wait = log.id('ecs.wait-for-rollout');
  log.start();
  log.started(wait);
  const until = noon + 3_600_000;
  log.progress(wait, 'BAKE_TIME (traffic 100% new): 2/2 running', { until, stageUntil: noon + 602_000 });
  log.progress(wait, 'CLEAN_UP (traffic 100% new): 2/2 running', { until });
  log.goesOn(wait, 'deployment ecs-svc/42 of api is at CLEAN_UP and continues in ECS');
  log.skipped(log.id('ecs.update-service'), wait);
  log.finish();
  expect(show(log.events).text()).toMatchInlineSnapshot(`
    "2026-11-23T12:00:00Z                      run 20261123-120000-abc123: plan c0ffee000000, 2 targets, 9 steps
    2026-11-23T12:00:01Z api@production       wait for the rollout of api
    2026-11-23T12:00:02Z api@production       wait for the rollout of api: BAKE_TIME (traffic 100% new): 2/2 running; stage ends in 10 min
    2026-11-23T12:00:03Z api@production       wait for the rollout of api: CLEAN_UP (traffic 100% new): 2/2 running; 59 min 57 s left
    2026-11-23T12:00:04Z api@production       wait for the rollout of api: in progress (3 s): deployment ecs-svc/42 of api is at CLEAN_UP and continues in ECS
    2026-11-23T12:00:05Z api@production       left out: update service api: the rollout is still in progress
    "
  `);
});
