import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

const { web } = caseConfig.services;
const td = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::111111111111:role/exec',
  containerDefinitions: [{ name: 'app', image: 'x', essential: true }],
};
const service = {
  serviceName: 'web',
  status: 'ACTIVE',
  desiredCount: 1,
  runningCount: 0,
  pendingCount: 0,
  launchType: 'FARGATE',
  platformFamily: 'Linux',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'], securityGroups: ['sg-0a'] } },
  events: [],
};
const withSettings = (settings: unknown, environments: object = {}) => ({
  ...caseConfig,
  services: {
    web: { ...web, ecs: { ...web.ecs, service: 'new', taskDefinition: 'td.json', settings }, environments },
  },
});
const project = (files: Readonly<Record<string, unknown>>) => makeCase({ 'td.json': td, ...files });
const plain = (text: string): string => text.replace(/\s+/g, ' ');

test.each([
  ['svc.json', service],
  ['svc.json', { services: [service], failures: [] }],
  [
    'svc.json5',
    "{ desiredCount: 1, launchType: 'FARGATE', // a comment\n networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'] } }, }",
  ],
  [
    'svc.yaml',
    'desiredCount: 1\nlaunchType: FARGATE\nnetworkConfiguration:\n  awsvpcConfiguration:\n    subnets: [subnet-0a]\n',
  ],
])('settings may name a file: %s (%#)', async (file, content) => {
  await using shop = await project({ 'deploy.config.json': withSettings(file), [file]: content });
  const { code, err } = await shop.funade('deploy prod --tag v2.0.0 --yes');
  expect(err).not.toContain('error');
  expect(code).toBe(0);
  const [created] = shop.sandbox.requests('ecs.CreateService');
  expect(created?.body).toMatchObject({ desiredCount: 1, launchType: 'FARGATE' });
  expect(created?.body).not.toHaveProperty('runningCount');
});

test('templates in the file are rendered, and an environment lays its own settings over it', async () => {
  const config = withSettings('svc.json', { prod: { ecs: { settings: { desiredCount: 3 } } } });
  const file = {
    ...service,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-{{environment.name}}'] } },
  };
  await using shop = await project({ 'deploy.config.json': config, 'svc.json': file });
  const { code, out } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(0);
  expect(out).toContain('desiredCount: 3');
  expect(out).toContain('subnet-prod');
});

test('what is wrong in the file is told with its name, beside what is wrong elsewhere', async () => {
  const broken = { ...service, desiredCount: 'two', networkConfiguration: [], lunchType: 'FARGATE' };
  const config = { ...withSettings('svc.json'), project: '-' };
  await using shop = await project({ 'deploy.config.json': config, 'svc.json': broken });
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toContain('services.web.ecs.settings.desiredCount: expected a number, not "two" (in svc.json)');
  expect(err).toContain('services.web.ecs.settings.networkConfiguration: expected an object (in svc.json)');
  expect(err).toContain('did you mean "launchType"? (in svc.json)');
  expect(err).toContain('project: ');
});

test.each([
  ['svc.json', undefined, 'svc.json cannot be read: there is no such file'],
  ['svc.txt', '{}', 'expected the settings, or the path of a .json, .json5, .yaml or .yml file that holds them'],
  [
    'svc.json',
    '{ "desiredCount": 1, }',
    'svc.json: line 1 ends with a comma before a bracket, which JSON does not allow; remove it, or name the file svc.json5',
  ],
  ['svc.json', '[]', 'svc.json does not contain an object'],
  ['svc.json', { services: [service, service] }, 'svc.json contains 2 services; leave one'],
])('a file that holds no settings is refused: %s (%#)', async (file, content, problem) => {
  const files = content === undefined ? {} : { [file]: content };
  await using shop = await project({ 'deploy.config.json': withSettings(file), ...files });
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(plain(err)).toContain(plain(`services.web.ecs.settings: ${problem}`));
});
