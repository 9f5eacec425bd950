import { expect, test } from 'vitest';
import { z } from 'zod';
import { ecsOptions } from './options.ts';

const place = { cluster: 'shop', service: 'api', container: 'app' };

test('tasks are parsed once, and stay so', () => {
  const written = {
    ...place,
    needs: ['web/migrate'],
    tasks: {
      migrate: {
        when: 'before',
        command: ['migrate'],
        environment: { MODE: 'all', LEVEL: 3 },
        cpu: 1024,
        memory: '2048',
        ephemeralStorage: 50,
        timeout: '1h30m',
        onCancel: 'stop',
        again: 'true',
        taskDefinition: 'jobs:7',
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: '1' }],
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
        platformVersion: 'LATEST',
      },
      warm: { when: 'after', onFailure: 'rollback', launchType: 'FARGATE' },
    },
  };
  const once = ecsOptions.parse(written);
  expect(once.tasks?.migrate?.again).toBe(true);
  expect(ecsOptions.parse(once)).toEqual(once);
});

test('all that is wrong is told at once', () => {
  const { error } = ecsOptions.safeParse({
    ...place,
    needs: ['migrate'],
    tasks: {
      'not a name': { when: 'before' },
      migrate: {
        when: 'before',
        command: [],
        entry: ['sh'],
        onFailure: 'warn',
        timeout: 'soon',
        ephemeralStorage: 5,
        taskDefinition: 'ecs/job.yaml',
        launchType: 'FARGATE',
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weigth: 1 }],
      },
      warm: { when: 'later', onCancel: 'kill' },
    },
  });
  expect(error === undefined ? null : z.prettifyError(error)).toMatchInlineSnapshot(`
    "✖ Invalid key in record
      → at tasks["not a name"]
    ✖ Unrecognized key: "entry"
      → at tasks.migrate
    ✖ expected a service and one of its tasks, such as "api/migrate"
      → at needs[0]
    ✖ is empty
      → at tasks.migrate.command
    ✖ at least 21 GiB
      → at tasks.migrate.ephemeralStorage
    ✖ not a duration: "soon"; write it as "20m", "90s" or "1h30m"
      → at tasks.migrate.timeout
    ✖ expected the name of a task definition that is registered
      → at tasks.migrate.taskDefinition
    ✖ only a task after the rollout has it: a failed one before it always ends the deploy of its services
      → at tasks.migrate.onFailure
    ✖ write either launchType or capacityProviderStrategy, not both
      → at tasks.migrate.capacityProviderStrategy
    ✖ Invalid option: expected one of "before"|"after"
      → at tasks.warm.when
    ✖ Invalid option: expected one of "stop"|"leave"
      → at tasks.warm.onCancel"
  `);
});

test('sizes and networks are those of ECS; what a template or a placeholder fills is judged later', () => {
  const wrong = {
    migrate: { when: 'before', cpu: 'a lot', memory: '2 TB', networkConfiguration: { subnets: ['subnet-a'] } },
  };
  const { error } = ecsOptions.safeParse({ ...place, tasks: wrong });
  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    'tasks.migrate.cpu: expected CPU units, such as 1024, not "a lot"',
    'tasks.migrate.memory: expected MiB, such as 2048, not "2 TB"',
    'tasks.migrate.networkConfiguration.subnets: unknown key; did you mean "awsvpcConfiguration.subnets"?',
  ]);
  const open = { when: 'before', cpu: '{{env.CPU}}', memory: '<GB> GB' };
  expect(ecsOptions.safeParse({ ...place, tasks: { migrate: open } }).success).toBe(true);
});
