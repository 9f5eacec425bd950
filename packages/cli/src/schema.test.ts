import { configJsonSchema, type Plugin } from '@funade/core';
import { expect, test } from 'vitest';
import { check, ecr, ecs, schedules } from './index.ts';

test('the published JSON Schema is that of the built-in plugins', async () => {
  const plugins: readonly Plugin[] = await Promise.all([
    ecr().load(),
    ecs().load(),
    schedules().load(),
    check().load(),
  ]);
  const schema = await configJsonSchema(plugins);
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../deploy.config.schema.json');
});
