import { expect, test } from 'vitest';
import { DeployError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import { ref } from '../model/ref.ts';
import type { Reporter } from '../model/reporter.ts';
import { applySteps } from '../testing/apply-steps.ts';
import { buildDefinition, buildStep } from '../testing/builders.ts';
import { interrupted } from './errors.ts';
import { tellReporters } from './tell-reporters.ts';

const session = buildStep('aws.session:production');
const image = (name: string) => buildStep(`ecr.push:shop/${name}@production`, { needs: [session.id] });
const update = (name: string, differs = {}) =>
  buildStep(`ecs.update:${name}@production`, { needs: [session.id, image(name).id], ...differs });

test('a secret in use never leaves the engine in an event', async () => {
  const { events, report } = await applySteps([session], {
    definitions: [
      buildDefinition('aws.session', (_, context) => {
        context.resources.secrets.keep('hunter2-hunter2');
        context.output('login with hunter2-hunter2');
        throw new DeployError('LOGIN', 'refused hunter2-hunter2', { cause: new Error('hunter2-hunter2') });
      }),
    ],
  });
  expect(JSON.stringify([events, report])).not.toContain('hunter2');
  expect(report.steps[0]?.error).toMatchObject({ message: 'refused [secret]', because: ['[secret]'] });
});

test('a secret is taken out of outputs and progress, and the next step still gets it whole', async () => {
  const seen: Json[] = [];
  const { events } = await applySteps(
    [session, image('api'), update('api', { input: ref(image('api').id, 'token') })],
    {
      definitions: [
        buildDefinition('aws.session'),
        buildDefinition('ecr.push', (_, context) => {
          context.resources.secrets.keep('hunter2-hunter2');
          context.progress('pushed', { by: ['hunter2-hunter2'] });
          context.warn('hunter2-hunter2 is old');
          return { token: 'hunter2-hunter2' };
        }),
        buildDefinition('ecs.update', (input) => {
          seen.push(input);
          return null;
        }),
      ],
    },
  );
  expect(JSON.stringify(events)).not.toContain('hunter2');
  expect(seen).toEqual(['hunter2-hunter2']);
});

test('an abort lets running steps settle, starts nothing more and names the signal', async () => {
  const controller = new AbortController();
  const { report, events } = await applySteps(
    [session, image('api'), update('api'), update('web', { needs: [session.id] })],
    {
      definitions: [
        buildDefinition('aws.session'),
        buildDefinition('ecr.push', async (_, { clock }) => {
          await clock.sleep(100);
          return null;
        }),
        buildDefinition('ecs.update', async (_, { clock, signal }) => {
          await clock.sleep(10);
          controller.abort(interrupted('SIGTERM'));
          await clock.sleep(1000, { signal });
          return null;
        }),
      ],
      signal: controller.signal,
    },
  );
  expect(report).toMatchObject({ interrupted: 'SIGTERM', outcome: 'cancelled' });
  expect(report.steps.map((step) => [step.id, step.state, step.outcome])).toEqual([
    [session.id, 'succeeded', null],
    [image('api').id, 'succeeded', null],
    ['ecs.update:api@production', 'skipped', null],
    ['ecs.update:web@production', 'failed', 'cancelled'],
  ]);
  expect(report.targets.map((target) => target.outcome)).toEqual(['cancelled', 'cancelled']);
  expect(events.at(-1)).toEqual({ type: 'run-finished', at: 100 });
});

test('a step that knows how its target ended is believed also when the run was stopped', async () => {
  const controller = new AbortController();
  const { report } = await applySteps([update('api', { needs: [] })], {
    definitions: [
      buildDefinition('ecs.update', () => {
        controller.abort(interrupted('SIGINT'));
        throw new DeployError('ECS_STOPPED', 'stopped by somebody', { outcome: 'stopped' });
      }),
    ],
    signal: controller.signal,
  });
  expect(report).toMatchObject({ interrupted: 'SIGINT', outcome: 'stopped' });
});

test('a run whose signal has aborted before starts nothing', async () => {
  const { report, events } = await applySteps([session], {
    definitions: [buildDefinition('aws.session')],
    signal: AbortSignal.abort(interrupted('SIGINT')),
  });
  expect(events.filter(({ type }) => type === 'step-started')).toEqual([]);
  expect(report).toMatchObject({ interrupted: 'SIGINT', outcome: 'unchanged' });
});

test('a reporter that throws hears nothing more, the run goes on, and a warning names it', async () => {
  const heard: string[] = [];
  const broken: Reporter = {
    name: 'slack',
    event: ({ type }) => {
      heard.push(type);
      if (type === 'step-started') throw new Error('no route to host');
    },
  };
  const { report, events } = await applySteps([session, image('api')], {
    definitions: [buildDefinition('aws.session'), buildDefinition('ecr.push')],
    reporters: [broken],
  });
  const message = 'reporter slack failed and receives no more events: unexpected error: no route to host';
  expect(report).toMatchObject({ outcome: 'succeeded', warnings: [{ step: null, message }] });
  expect(events.filter(({ type }) => type === 'run-warned')).toMatchObject([{ message }]);
  expect(heard).toEqual(['run-started', 'step-started']);
});

test('the hooks of a reporter are called in their order, and at their end no step runs', async () => {
  const heard: string[] = [];
  let running = 0;
  const reporter: Reporter = {
    name: 'order',
    start: ({ id, plan }) => heard.push(`start ${id} of ${plan.steps.length} steps`),
    event: ({ type }) => heard.push(type),
    end: async () => {
      await Promise.resolve();
      heard.push(`end, ${running} running`);
    },
  };
  const definition = buildDefinition('aws.session', async (_, { clock }) => {
    running += 1;
    await clock.sleep(10);
    running -= 1;
    return null;
  });
  await applySteps([session], { definitions: [definition], reporters: [reporter] });
  expect(heard).toEqual([
    'start run-1 of 1 steps',
    'run-started',
    'step-started',
    'step-succeeded',
    'run-finished',
    'end, 0 running',
  ]);
});

test.each(['start', 'event', 'end'] as const)('a reporter whose %s throws does not break a run', async (hook) => {
  const fail = (): never => {
    throw new Error('broken');
  };
  const { report } = await applySteps([session], {
    definitions: [buildDefinition('aws.session')],
    reporters: [{ name: 'broken', [hook]: fail }],
  });
  expect(report.warnings).toMatchObject([{ step: null, message: expect.stringContaining('reporter broken failed') }]);
});

test('a final report that cannot be handed on is said, and the other reporters get it', async () => {
  const got: string[] = [];
  const reporters = tellReporters([
    { name: 'broken', report: async () => Promise.reject(new Error('503')) },
    { name: 'mute' },
    { name: 'whole', report: ({ run }) => void got.push(run) },
  ]);
  const { report } = await applySteps([session], { definitions: [buildDefinition('aws.session')] });
  expect(await reporters.report(report)).toEqual([
    'reporter broken failed and receives no more events: unexpected error: 503',
  ]);
  expect(await reporters.report(report)).toEqual([]);
  expect(got).toEqual(['run-1', 'run-1']);
});

/** A wait that leaves what it waits for in progress, early or not, then what follows it and what is done at the end. */
async function leaveEarly(holdsBack: boolean) {
  const wait = buildStep('ecs.wait:api@production', { needs: [session.id] });
  const check = buildStep('acme.check:api@production', { phase: 'after-rollout', needs: [wait.id] });
  const tell = buildStep('acme.tell:api@production', { phase: 'finish', after: [check.id] });
  const definitions = [
    buildDefinition('aws.session'),
    buildDefinition('ecs.wait', () => 'left', {
      waits: true,
      goesOn: (output) => `${output}: bakes`,
      holdsBack: () => holdsBack,
    }),
    buildDefinition('acme.check'),
    buildDefinition('acme.tell'),
  ];
  return applySteps([session, wait, check, tell], { definitions });
}

test('a wait that leaves before the end says what continues, in its event and in the report', async () => {
  const { events, report } = await leaveEarly(false);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'step-succeeded', output: 'left', goesOn: 'left: bakes' }),
  );
  expect(report).toMatchObject({
    outcome: 'in-progress',
    targets: [{ outcome: 'in-progress', goesOn: 'left: bakes' }],
  });
  expect(report.steps.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
});

test('what follows a rollout that was left too early is left out, with a warning, and the end is told', async () => {
  const { report } = await leaveEarly(true);
  expect(report.outcome).toBe('in-progress');
  expect(report.steps.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'skipped', 'succeeded']);
  expect(report.warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^left out, because the rollout is still in progress: /),
  ]);
});

test('of a step that is no wait what continues is not told: a later step may watch it', async () => {
  const definitions = [buildDefinition('aws.session', () => null, { goesOn: () => 'continues' })];
  const { events, report } = await applySteps([session], { definitions });
  expect(JSON.stringify(events)).not.toContain('continues');
  expect(report.outcome).not.toBe('in-progress');
});
