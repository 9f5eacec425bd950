import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

const { web } = caseConfig.services;
const withDefinition = {
  ...caseConfig,
  services: { web: { ...web, ecs: { ...web.ecs, taskDefinition: 'td.json' } } },
};
const definition = {
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
};

test('status shows what runs, with an image whose tag is that of a release', async () => {
  await using project = await makeCase();
  const { code, out, err } = await project.funade('status prod');
  expect(err).toBe('');
  expect(out).toMatch(/^web +c\/web +web:1 .*v1\.0\.0.* steady$/m);
  expect(code).toBe(0);
});

test('a task definition of ecspresso is told once per name, with the form to write', async () => {
  await using project = await makeCase({
    'deploy.config.json': withDefinition,
    'td.json': {
      family: '{{ must_env `APP` }}',
      ...definition,
      containerDefinitions: [
        { name: 'app', image: '{{ must_env `IMAGE` }}', essential: true, command: ['{{ must_env `APP` }}'] },
      ],
    },
  });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(err.match(/\{\{must_env `\w+`\}\} is ecspresso's notation; write \{\{env "\w+"\}\}/g)).toEqual([
    '{{must_env `APP`}} is ecspresso\'s notation; write {{env "APP"}}',
    '{{must_env `IMAGE`}} is ecspresso\'s notation; write {{env "IMAGE"}}',
  ]);
  expect(err).toContain('with "APP" among the names of the plugin env');
  expect(err).not.toContain('Expecting');
  expect(code).toBe(2);
});

test('placeholders of another tool are told as what they may be', async () => {
  await using project = await makeCase({
    'deploy.config.json': withDefinition,
    'td.json': {
      family: '{{APP_NAME}}',
      ...definition,
      containerDefinitions: [{ name: 'app', image: '{{APP_NAME}}:{{ IMAGE_TAG }}', essential: true }],
    },
  });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(err.match(/is no value; a variable of the environment is \{\{env "\w+"\}\}/g)).toHaveLength(2);
  expect(err.length).toBeLessThan(700);
  expect(code).toBe(2);
});
