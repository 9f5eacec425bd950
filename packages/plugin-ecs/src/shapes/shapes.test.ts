import { expect, test } from 'vitest';
import { publishedShape } from '../../test/published-arbitrary.ts';
import { serviceShape } from './service-shape.ts';
import { taskDefinitionShape } from './task-definition-shape.ts';

test('the shape of a task definition is the published one', () => {
  expect(taskDefinitionShape).toEqual(publishedShape('RegisterTaskDefinition'));
});

test('the shape of a service is the published one, the parts that name things apart', () => {
  const published = {
    ...(publishedShape('UpdateService') as object),
    ...(publishedShape('CreateService') as object),
  } as Record<string, unknown>;
  for (const part of ['cluster', 'service', 'serviceName', 'taskDefinition', 'forceNewDeployment', 'clientToken']) {
    expect(published).toHaveProperty(part);
    delete published[part];
  }
  expect(serviceShape).toEqual(published);
});
