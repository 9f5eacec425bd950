import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

const { web } = caseConfig.services;
const config = { ...caseConfig, services: { web: { ...web, ecs: { ...web.ecs, taskDefinition: 'td.json' } } } };
const container = { name: 'app', image: 'x', essential: true };
const fargate = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
};
const files = (more: object, task: object = {}) => ({
  'deploy.config.json': config,
  'td.json': { ...fargate, ...task, containerDefinitions: [{ ...container, ...more }] },
});

test('values that are no strings are refused while planning, all of them, with what to write', async () => {
  const environment = [
    { name: 'DEBUG', value: true },
    { name: 'PORT', value: 8080 },
  ];
  await using project = await makeCase(files({ environment, command: 'npm start' }));
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('(TASK_DEFINITION_INVALID)');
  expect(err).toContain(
    'containerDefinitions[app].environment[DEBUG].value: expected a string, and true is a boolean; write "true"',
  );
  expect(err).toContain(
    'containerDefinitions[app].environment[PORT].value: expected a string, and 8080 is a number; write "8080"',
  );
  expect(err).toContain('containerDefinitions[app].command: expected a list');
  expect(project.sandbox.requests('ecs.RegisterTaskDefinition')).toEqual([]);
});

test('a size that Fargate does not have is refused while planning, with those that it has', async () => {
  await using project = await makeCase(files({}, { cpu: '1024', memory: '1024' }));
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain(
    'memory: Fargate has no size of 1024 CPU units with "1024"; write 2048 to 8192 MiB in steps of 1024',
  );
});

test('a definition for EC2 is refused where the service runs on Fargate', async () => {
  const ec2 = { networkMode: 'bridge', requiresCompatibilities: ['EC2'], cpu: undefined, memory: undefined };
  await using project = await makeCase(files({ memory: 128, logConfiguration: { logDriver: 'awslog' } }, ec2));
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('networkMode: "bridge"; Fargate needs awsvpc');
  expect(err).toContain('cpu: Fargate needs it');
  expect(err).toContain('containerDefinitions[app].logConfiguration.logDriver: "awslog" is not one of awslogs');
  const verify = await project.funade('verify prod --tag v2.0.0');
  expect(verify.code).toBe(8);
  expect(verify.out).not.toContain('u000a');
});

test('placeholders are told beside what ECS would reject', async () => {
  const secrets = [{ name: 'K', valueFrom: 'arn:aws:secretsmanager:<AWS_REGION>:<ACCOUNT_ID>:secret:k' }];
  await using project = await makeCase(files({ secrets }));
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('executionRoleArn: it is missing');
  expect(err).toContain('containerDefinitions[app].secrets[K].valueFrom: <AWS_REGION> looks like a placeholder');
});

test('a placeholder in a secret is warned of in the plan, and fails verify while the other checks go on', async () => {
  const secrets = [{ name: 'K', valueFrom: 'arn:aws:secretsmanager:<AWS_REGION>:<ACCOUNT_ID>:secret:k' }];
  const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/g', 'awslogs-region': 'REGION' } };
  const executionRoleArn = 'arn:aws:iam::111111111111:role/exec';
  await using project = await makeCase(files({ secrets, logConfiguration }, { executionRoleArn }));
  const plan = await project.funade('plan prod --tag v2.0.0');
  expect(plan.code).toBe(0);
  expect(plan.out.replace(/\s+/g, ' ')).toContain(
    'unfilled placeholder at containerDefinitions[app].secrets[K].valueFrom: <AWS_REGION>',
  );
  const verify = await project.funade('verify prod --tag v2.0.0');
  expect(verify.code).toBe(8);
  expect(verify.out + verify.err).not.toContain('INTERNAL');
  expect(verify.out).toContain('"<AWS_REGION>" is not a region');
  expect(verify.out).toContain('"REGION" is not a region');
  expect(verify.out).toMatch(/execution role/);
});

const pasted = {
  desiredCount: 1,
  launchType: 'FARGATE',
  platformFamily: 'Linux',
  pendingCount: 0,
  runningCount: 0,
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'], securityGroups: ['sg-0a'] } },
  deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
};
const creating = (settings: object) => ({
  ...files({}, { executionRoleArn: 'arn:aws:iam::111111111111:role/exec' }),
  'deploy.config.json': {
    ...caseConfig,
    services: { web: { ...web, ecs: { ...web.ecs, service: 'new', taskDefinition: 'td.json', settings } } },
  },
});

test('settings pasted from DescribeServices are taken, and one note says what is left out', async () => {
  await using project = await makeCase(creating(pasted));
  const { code, out } = await project.funade('plan prod --tag v2.0.0');
  expect(code).toBe(0);
  expect(out.replace(/\s+/g, ' ')).toContain(
    'ecs.settings: pendingCount, platformFamily, runningCount are only in the response of DescribeServices, and not sent',
  );
  expect((await project.funade('deploy prod --tag v2.0.0 --yes')).code).toBe(0);
  expect(project.sandbox.requests('ecs.CreateService')[0]?.body).not.toHaveProperty('runningCount');
  expect((await project.funade('diff prod --tag v2.0.0 --exit-code')).code).toBe(0);
});

test('settings that ECS would refuse are found before anything is registered, all of them', async () => {
  const alarms = { enable: true, rollback: true };
  const deploymentConfiguration = { alarms, deploymentCircuitBreaker: { enable: true } };
  await using project = await makeCase(creating({ ...pasted, deploymentConfiguration }));
  const { code, err } = await project.funade('deploy prod --tag v2.0.0 --yes');
  expect(code).toBe(2);
  expect(err).toContain('(SETTINGS_INVALID)');
  expect(err).toContain('ecs.settings.deploymentConfiguration.alarms.alarmNames: it is missing');
  expect(err).toContain('ecs.settings.deploymentConfiguration.deploymentCircuitBreaker.rollback: it is missing');
  expect(project.sandbox.requests('ecs.RegisterTaskDefinition')).toEqual([]);
});
