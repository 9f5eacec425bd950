import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

const { web } = caseConfig.services;
const role = { executionRoleArn: 'arn:aws:iam::111111111111:role/exec' };
const container = { name: 'app', image: 'x', essential: true };
const fargate = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  ...role,
};
const configWith = (ecs: object) => ({
  ...caseConfig,
  services: { web: { ...web, ecs: { ...web.ecs, taskDefinition: 'td.json', ...ecs } } },
});
const files = (more: object, task: object = {}, ecs: object = {}) => ({
  'deploy.config.json': configWith(ecs),
  'td.json': { ...fargate, ...task, containerDefinitions: [{ ...container, ...more }] },
});
const settings = {
  desiredCount: 1,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'] } },
};

test('a value of the wrong type hides no rule that the rest of the file breaks', async () => {
  const more = {
    portMappings: { containerPort: 80 },
    logConfiguration: { logDriver: 'awslog' },
    healthCheck: { command: 'curl localhost', interval: 1 },
    environment: [{ name: 'DEBUG', value: true }],
  };
  await using shop = await makeCase(files(more, { memory: '500' }));
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('containerDefinitions[app].portMappings: expected a list');
  expect(err).toContain('containerDefinitions[app].environment[DEBUG].value: expected a string');
  expect(err).toContain('containerDefinitions[app].healthCheck.command: expected a list');
  expect(err).not.toContain('healthCheck.command: it is missing');
  expect(err).toContain('containerDefinitions[app].healthCheck.interval: 1 is not between 5 and 300');
  expect(err).toContain('containerDefinitions[app].logConfiguration.logDriver: "awslog" is not one of');
  expect(err).toContain('memory: Fargate has no size');
  expect(shop.sandbox.requests('ecs.RegisterTaskDefinition')).toEqual([]);
});

test('a definition that stands in the config tells types and rules together, as one in a file does', async () => {
  const task = {
    ...fargate,
    memory: '500',
    containerDefinitions: [
      { ...container, portMappings: { containerPort: 80 }, environment: [{ name: 'DEBUG', value: { on: true } }] },
      'sidecar',
    ],
  };
  const ecs = { ...web.ecs, taskDefinition: task };
  await using shop = await makeCase({ 'deploy.config.json': { ...caseConfig, services: { web: { ...web, ecs } } } });
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('containerDefinitions[app].portMappings: expected a list');
  expect(err).toContain('containerDefinitions[app].environment[DEBUG].value: expected a string');
  expect(err).toContain('containerDefinitions[1]: expected an object');
  expect(err).toContain('memory: Fargate has no size');
});

test('values of the wrong type keep nothing from being said when the config fills the file in', async () => {
  const ecs = { containers: { app: { image: 'img', environment: { A: '1' } } } };
  await using shop = await makeCase(files({ environment: { A: 1 }, cpu: 'much', secrets: [7] }, {}, ecs));
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).not.toContain('INTERNAL');
  expect(err).toContain('containerDefinitions[app].environment: expected a list');
  expect(err).toContain('containerDefinitions[app].cpu: expected a number');
  expect(err).toContain('containerDefinitions[app].secrets[0]: expected an object');
});

test('wrong settings and a wrong definition are told together', async () => {
  const ecs = {
    service: 'new',
    settings: { ...settings, networkConfiguration: { awsvpcConfiguration: { subnets: [] } } },
  };
  await using shop = await makeCase(files({ logConfiguration: { logDriver: 'awslog' } }, {}, ecs));
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('logDriver: "awslog" is not one of');
  expect(err).toContain('ecs.settings.networkConfiguration.awsvpcConfiguration.subnets: it is missing');
});

test('wrong settings of several services are told together', async () => {
  const wrong = { ...settings, networkConfiguration: { awsvpcConfiguration: { subnets: [] } } };
  const service = (name: string, more: object) => ({
    ...web,
    ecs: { ...web.ecs, service: name, taskDefinition: 'td.json', settings: { ...wrong, ...more } },
  });
  await using shop = await makeCase({
    ...files({}),
    'deploy.config.json': {
      ...caseConfig,
      services: { one: service('one', {}), two: service('two', { serviceRegistries: [{}] }) },
    },
  });
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('the settings of one@prod');
  expect(err).toContain('the settings of two@prod');
  expect(err).toContain('serviceRegistries[0].registryArn: it is missing');
});

test('settings of the wrong type hide no rule that the rest of them breaks', async () => {
  const ecs = {
    service: 'new',
    settings: { ...settings, desiredCount: 'two', networkConfiguration: { awsvpcConfiguration: { subnets: [] } } },
  };
  await using shop = await makeCase(files({}, {}, ecs));
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('services.web.ecs.settings.desiredCount: expected a number');
  expect(err).toContain('services.web.ecs.settings.networkConfiguration.awsvpcConfiguration.subnets: it is missing');
});

test('a number as a string is the number that ECS gets', async () => {
  await using shop = await makeCase(files({}, {}, { service: 'new', settings: { ...settings, desiredCount: '2' } }));
  expect((await shop.funade('deploy prod --tag v2.0.0 --yes')).code).toBe(0);
  expect(shop.sandbox.requests('ecs.CreateService')[0]?.body).toMatchObject({ desiredCount: 2 });
});

test('an image of the registry needs an execution role on Fargate, whatever host the registry has', async () => {
  const ecs = { service: 'new', settings };
  await using shop = await makeCase(files({}, { executionRoleArn: undefined }, ecs));
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('executionRoleArn: it is missing, and ECS requires it because it pulls from ECR on Fargate');
  const verify = await shop.funade('verify prod --tag v2.0.0');
  expect(verify.code).toBe(8);
});

test('verify looks at everything else when the definition is wrong', async () => {
  const secrets = [{ name: 'K', valueFrom: 'arn:aws:secretsmanager:<AWS_REGION>:<ACCOUNT_ID>:secret:k' }];
  await using shop = await makeCase(files({ secrets, command: 'npm start' }, { executionRoleArn: undefined }));
  const { code, out } = await shop.funade('verify prod --tag v2.0.0');
  expect(code).toBe(8);
  const text = out.replace(/\s+/g, ' ');
  expect(text).toContain('failed plan: ECS would reject the task definition td.json of web@prod');
  expect(text).toContain('executionRoleArn: it is missing');
  expect(text).toContain('command: expected a list');
  expect(text).toContain('OK cluster c');
  expect(text).toContain('OK service web');
  expect(text).toMatch(/failed secret k \(K of app\): "<AWS_REGION>" is not a region/);
});
