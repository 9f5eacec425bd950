import type { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import * as errors from './definition-errors.ts';

const all: Readonly<Record<keyof typeof errors, readonly DeployError[]>> = {
  taskDefinitionRefused: [errors.taskDefinitionRefused('api@production', 'Container list cannot be empty.')],
  taskDefinitionUnreadable: [
    errors.taskDefinitionUnreadable('ecs/api.json', new Error('ENOENT: no such file or directory')),
  ],
  taskDefinitionInvalid: [
    errors.taskDefinitionInvalid([{ path: 'ecs/api.yaml', problems: ['family is required', 'it is all wrong'] }]),
    errors.taskDefinitionInvalid([
      { path: 'ecs/api.yaml', target: 'api@production', problems: ['cpu: too much'] },
      { target: 'worker@production', problems: ['cpu: too much', 'memory: too little'] },
    ]),
  ],
  settingsInvalid: [
    errors.settingsInvalid([
      {
        target: 'api@production',
        problems: [
          { path: 'desiredCount', message: 'it is missing' },
          { path: 'launchType', message: 'write one of them' },
        ],
      },
      { target: 'worker@production', problems: [{ path: 'launchType', message: 'write one of them' }] },
    ]),
  ],
  requestsInvalid: [
    errors.requestsInvalid(
      [{ target: 'api@production', problems: ['cpu: too much'] }],
      [{ target: 'api@production', problems: [{ path: 'launchType', message: 'write one of them' }] }],
    ) as DeployError,
  ],
  settingsFixed: [errors.settingsFixed('api@production', ['launchType', 'schedulingStrategy'])],
  serviceNotCreatable: [
    errors.serviceNotCreatable({ cluster: 'shop', service: 'api' }, [
      'ecs.settings.desiredCount',
      'ecs.settings.networkConfiguration',
    ]),
  ],
  serviceDraining: [errors.serviceDraining({ cluster: 'shop', service: 'api' })],
};

test('every error reads as it should', () => {
  const texts = Object.values(all)
    .flat()
    .map(({ code, category, message, hint, cause }) => {
      const because = cause instanceof Error ? `\n  because: ${cause.message}` : '';
      return `${code} ${category}\n  ${message}${because}\n  hint: ${hint}`;
    });
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "TASK_DEFINITION_REFUSED usage
      ECS would reject the task definition of api@production: Container list cannot be empty.
      hint: change ecs.taskDefinition or ecs.containers of the service
    TASK_DEFINITION_UNREADABLE usage
      cannot read the task definition "ecs/api.json"
      because: ENOENT: no such file or directory
      hint: set ecs.taskDefinition to a path relative to the config
    TASK_DEFINITION_INVALID usage
      ECS would reject the task definition ecs/api.yaml:
      family is required
      it is all wrong
      hint: correct ecs/api.yaml
    TASK_DEFINITION_INVALID usage
      ECS would reject the task definition ecs/api.yaml of api@production: cpu: too much
    and the task definition of worker@production:
      cpu: too much
      memory: too little
      hint: correct ecs/api.yaml
    SETTINGS_INVALID usage
      ECS would reject the settings of api@production:
      ecs.settings.desiredCount: it is missing
      ecs.settings.launchType: write one of them
    and the settings of worker@production: ecs.settings.launchType: write one of them
      hint: correct ecs.settings of the service
    TASK_DEFINITION_INVALID usage
      ECS would reject the task definition of api@production: cpu: too much
    ECS would reject the settings of api@production: ecs.settings.launchType: write one of them
      hint: correct ecs.taskDefinition or ecs.containers of the service, and correct ecs.settings of the service
    SETTINGS_FIXED refused
      api@production was created with a different launchType and schedulingStrategy, which UpdateService cannot change
      hint: remove ecs.settings.launchType and ecs.settings.schedulingStrategy from the config, or create the service again
    SERVICE_NOT_CREATABLE usage
      there is no service "api" in cluster "shop", and the config does not say how to create it
      hint: write ecs.settings.desiredCount and ecs.settings.networkConfiguration, or set ecs.service to one that exists
    SERVICE_DRAINING refused
      service "api" in cluster "shop" was deleted and is still stopping its tasks
      hint: deploy again when they have stopped"
  `);
});
