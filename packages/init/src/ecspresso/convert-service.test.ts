import { expect, test } from 'vitest';
import { plainValue } from '../model/value.ts';
import { plainFunctions } from './convert-expression.ts';
import { convertService } from './convert-service.ts';
import { parseTemplate } from './template-document.ts';
import { openUses } from './template-uses.ts';

const convert = (written: object) => {
  const parsed = parseTemplate('a.json', JSON.stringify(written, null, 1));
  if (!parsed.ok) throw new Error(parsed.problem);
  const { settings, left } = convertService(parsed.document, { functions: plainFunctions, uses: openUses() });
  const plain = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, plainValue(value)]));
  return { settings: plain, left: left.map(({ what, reason }) => `${what}: ${reason}`) };
};

test.each<[string, object, object, readonly string[]]>([
  ['settings', { desiredCount: 2, launchType: 'FARGATE' }, { desiredCount: 2, launchType: 'FARGATE' }, []],
  [
    'the answer of DescribeServices',
    { services: [{ launchType: 'FARGATE', status: 'ACTIVE' }], failures: [] },
    { launchType: 'FARGATE' },
    [
      'services[0].status: only the answer of DescribeServices has it: it is no setting',
      'failures: it is no part of a service',
    ],
  ],
  [
    'names with other letters',
    { deploymentConfiguration: { alarms: { AlarmNames: ['a'], Enable: true } } },
    { deploymentConfiguration: { alarms: { alarmNames: ['a'], enable: true } } },
    [],
  ],
  [
    'what has no value',
    {
      platformVersion: '',
      loadBalancers: null,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['s'], securityGroups: null } },
    },
    { networkConfiguration: { awsvpcConfiguration: { subnets: ['s'] } } },
    [
      'platformVersion: it has no value',
      'loadBalancers: it has no value',
      'networkConfiguration.awsvpcConfiguration.securityGroups: it has no value',
    ],
  ],
  [
    'a list as one template',
    { networkConfiguration: { awsvpcConfiguration: { subnets: '{{ tfstate `output.subnets` }}' } } },
    { networkConfiguration: { awsvpcConfiguration: {} } },
    ['networkConfiguration.awsvpcConfiguration.subnets: a list is needed, and a template is one value'],
  ],
  [
    'CodeDeploy',
    { deploymentController: { type: 'CODE_DEPLOY' } },
    {},
    ['deploymentController: deploys with CodeDeploy are not carried over'],
  ],
  ['no object', [1] as unknown as object, {}, []],
])('%s', (...[, written, settings, left]) => {
  const converted = convert(written);
  expect(converted.settings).toEqual(settings);
  if (!Array.isArray(written)) expect(converted.left).toEqual(left);
});
