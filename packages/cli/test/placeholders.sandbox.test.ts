// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of other tools look like templates of this language
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

const { web } = caseConfig.services;
const config = (ecs: object) => ({ ...caseConfig, services: { web: { ...web, ecs: { ...web.ecs, ...ecs } } } });

/** As teams have it for CodeDeploy, envsubst and sed: a number without quotes, an image that is set anyway. */
const json = `{
  "family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
  "cpu": "\${CPU}", "memory": "1024",
  "executionRoleArn": "arn:aws:iam::111111111111:role/exec",
  "containerDefinitions": [{
    "name": "app", "image": "<IMAGE1_NAME>", "essential": true,
    "portMappings": [{ "containerPort": \${PORT}, "protocol": "tcp" }],
    "environment": [{ "name": "STAGE", "value": "__STAGE__" }, { "name": "URL", "value": "http://x:\${PORT}/__STAGE__" }],
    "command": ["sh", "-c", "exec app --home \${HOME}"]
  }]
}`;

const yaml = `family: web
networkMode: awsvpc
requiresCompatibilities: [FARGATE]
cpu: \${CPU}
memory: 1024
executionRoleArn: arn:aws:iam::111111111111:role/exec
containerDefinitions:
  - name: app
    image: <IMAGE1_NAME>
    essential: true
    portMappings: [{ containerPort: __PORT__ }]
    environment: [{ name: STAGE, value: "<STAGE>" }]
`;

/** A task definition for one-off tasks, all of which end well. */
function withTools(seed: Seed): Seed {
  const [account = '', { regions = {} } = {}] = Object.entries(seed.accounts)[0] ?? [];
  const [name = '', region = {}] = Object.entries(regions)[0] ?? [];
  const [web] = region.taskDefinitions ?? [];
  const taskDefinitions = web === undefined ? [] : [web, { ...web, family: 'tools-prod' }];
  const behaviours = [
    { match: { family: 'tools-prod' }, becomes: { type: 'exits' as const, code: 0, afterSeconds: 1 } },
  ];
  return { accounts: { [account]: { regions: { [name]: { ...region, taskDefinitions, behaviours } } } } };
}

const placeholders = { CPU: 512, PORT: '8080', STAGE: '{{environment.name}}-{{release.version}}' };

test.each([
  ['td.json', json],
  ['td.yaml', yaml],
  ['td.json5', `// of the team\n${json}`],
])('%s is filled from the map, numbers where ECS has them', async (taskDefinition, text) => {
  await using project = await makeCase({
    'deploy.config.json': config({ taskDefinition, placeholders }),
    [taskDefinition]: text,
  });
  const { code, out, err } = await project.funade('deploy prod --tag v2.0.0');
  expect([code, err, out]).toEqual([0, expect.any(String), expect.not.stringContaining('placeholder')]);
  const [request] = project.sandbox.requests('ecs.RegisterTaskDefinition');
  expect(request?.body).toMatchObject({
    cpu: '512',
    containerDefinitions: [
      {
        image: expect.stringContaining('/app:v2.0.0@sha256:'),
        portMappings: [{ containerPort: 8080 }],
        environment: expect.arrayContaining([{ name: 'STAGE', value: 'prod-2.0.0' }]),
      },
    ],
  });
  if (text === yaml) return;
  expect(request?.body).toMatchObject({
    containerDefinitions: [
      {
        environment: expect.arrayContaining([{ name: 'URL', value: 'http://x:8080/prod-2.0.0' }]),
        command: ['sh', '-c', 'exec app --home ${HOME}'],
      },
    ],
  });
});

test('settings of a file and a definition in the config are filled too, per environment', async () => {
  const inline = {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '<CPU>',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::111111111111:role/exec',
    containerDefinitions: [{ name: 'app', image: 'x', essential: true, portMappings: [{ containerPort: '<PORT>' }] }],
  };
  const base = config({ taskDefinition: inline, settings: 'service.json', placeholders: { CPU: 256, PORT: 80 } });
  await using project = await makeCase({
    'deploy.config.json': {
      ...base,
      services: { web: { ...base.services.web, environments: { prod: { ecs: { placeholders: { COUNT: 3 } } } } } },
    },
    'service.json': '{ "desiredCount": ${COUNT} }',
  });
  expect(await project.funade('deploy prod --tag v2.0.0')).toMatchObject({ code: 0 });
  expect(project.sandbox.requests('ecs.UpdateService').map(({ body }) => body)).toMatchObject([{ desiredCount: 3 }]);
  expect(project.sandbox.requests('ecs.RegisterTaskDefinition').map(({ body }) => body)).toMatchObject([
    { cpu: '256', containerDefinitions: [{ portMappings: [{ containerPort: 80 }] }] },
  ]);
});

test('with a map, a placeholder that nothing is named for is refused with the nearest name, and what stands nowhere is told', async () => {
  await using project = await makeCase({
    'deploy.config.json': config({
      taskDefinition: 'td.json',
      settings: { desiredCount: '${COUNT}' },
      placeholders: { CPU: 512, PORT: 8080, STAG: 'x' },
    }),
    'td.json': json,
  });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain(
    'containerDefinitions[app].environment[STAGE].value: __STAGE__ is not filled in: ecs.placeholders has no STAGE; did you mean "STAG"? available: CPU, PORT, STAG',
  );
  expect(err).toContain(
    'desiredCount: expected a number, and ${COUNT} is not filled in; name COUNT in ecs.placeholders',
  );
  expect(project.sandbox.requests('ecs.RegisterTaskDefinition')).toEqual([]);
  await project.write({
    'deploy.config.json': config({ taskDefinition: 'td.json', placeholders: { ...placeholders, TEAM: 'shop' } }),
  });
  const planned = await project.funade('plan prod --tag v2.0.0');
  expect(planned.out.replace(/\s+/g, ' ')).toContain(
    'ecs.placeholders has TEAM, which stands neither in the task definition, nor in the settings, nor in a task',
  );
});

test('a one-off task is filled too, with the name of a task definition of its own; what is left is refused', async () => {
  const migrate = {
    when: 'before',
    taskDefinition: 'tools-<STAGE>',
    command: ['migrate', '--on', '__STAGE__', '--home', '${HOME}/x'],
    environment: { SIZE: '${SIZE}' },
    networkConfiguration: { awsvpcConfiguration: { subnets: ['<SUBNET>'] } },
  };
  const filled = { STAGE: '{{environment.name}}', SIZE: 3, SUBNET: 'subnet-0b' };
  await using project = await makeCase(
    { 'deploy.config.json': config({ tasks: { migrate }, placeholders: filled }) },
    withTools,
  );
  const deployed = await project.funade('deploy prod --tag v2.0.0');
  expect([deployed.code, deployed.out]).toEqual([0, expect.not.stringContaining('PLACEHOLDER_UNUSED')]);
  const sent = {
    taskDefinition: expect.stringMatching(/\/tools-prod:1$/),
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0b'] } },
    overrides: {
      containerOverrides: [
        {
          name: 'app',
          command: ['migrate', '--on', 'prod', '--home', '${HOME}/x'],
          environment: [{ name: 'SIZE', value: '3' }],
        },
      ],
    },
  };
  const bodies = () => project.sandbox.requests('ecs.RunTask').map(({ body }) => body);
  expect(bodies()).toMatchObject([sent]);
  const { code } = await project.funade('run prod web --task migrate');
  expect([code, bodies()]).toMatchObject([0, [sent, sent]]);

  const { SIZE: _, ...rest } = filled;
  await project.write({ 'deploy.config.json': config({ tasks: { migrate }, placeholders: { ...rest, SIZ: 4 } }) });
  const { code: refused, err } = await project.funade('plan prod --tag v2.0.0 --force --allow-dirty');
  expect([refused, err.replace(/\s+/g, ' ')]).toEqual([
    2,
    expect.stringContaining(
      'ecs.tasks.migrate: environment.SIZE: ${SIZE} is not filled in: ecs.placeholders has no SIZE; did you mean "SIZ"?',
    ),
  ]);
});

test('without a map they are warned of, and a number that is one is told by its name', async () => {
  await using project = await makeCase({
    'deploy.config.json': config({ taskDefinition: 'td.json' }),
    'td.json': json.replace('${PORT},', '80,').replace('"${CPU}"', '"512"'),
  });
  const planned = await project.funade('plan prod --tag v2.0.0');
  expect([planned.code, planned.out.replace(/\s+/g, ' ')]).toEqual([
    0,
    expect.stringContaining('unfilled placeholder at containerDefinitions[app].environment[STAGE].value: __STAGE__'),
  ]);
  await project.write({ 'deploy.config.json': config({ settings: { desiredCount: '<COUNT>' } }) });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect([code, err]).toEqual([
    2,
    expect.stringContaining(
      'desiredCount: expected a number, and <COUNT> is not filled in; name COUNT in ecs.placeholders',
    ),
  ]);
});

test('a saved plan holds what was filled in, and does not run once that has changed', async () => {
  await using project = await makeCase({
    'deploy.config.json': config({ taskDefinition: 'td.json', placeholders }),
    'td.json': json,
  });
  await project.funade('plan prod --tag v2.0.0 --out .git/plan.json');
  const plan = JSON.parse(await readFile(join(project.folder, '.git/plan.json'), 'utf8'));
  expect(plan.facts.ecs.sources['web@prod'].filled).toEqual(['CPU', 'PORT', 'STAGE']);
  await project.write({ 'td.json': json.replace('app --home', 'app --house') });
  expect(await project.funade('apply .git/plan.json')).toMatchObject({
    code: 8,
    err: expect.stringContaining('PLAN_STALE'),
  });
  await project.write({ 'td.json': json });
  expect(await project.funade('apply .git/plan.json')).toMatchObject({ code: 0 });
});
