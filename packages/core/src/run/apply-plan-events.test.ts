import { expect, test } from 'vitest';
import { DeployError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import { ref } from '../model/ref.ts';
import { applySteps } from '../testing/apply-steps.ts';
import { buildDefinition, buildStep } from '../testing/builders.ts';
import { interrupted } from './errors.ts';

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

test('a listener that throws stops the run, and its error is thrown once running steps have settled', async () => {
  const ran: string[] = [];
  const heard: string[] = [];
  const definition = (kind: string) =>
    buildDefinition(kind, (_, { step }) => {
      ran.push(step.id);
      return null;
    });
  const applied = applySteps([session, image('api')], {
    definitions: [definition('aws.session'), definition('ecr.push')],
    onEvent: ({ type }) => {
      heard.push(type);
      if (type === 'step-started') throw new Error('disk full');
    },
  });
  await expect(applied).rejects.toThrow('disk full');
  expect(ran).toEqual([]);
  expect(heard).toEqual(['run-started', 'step-started']);
});
