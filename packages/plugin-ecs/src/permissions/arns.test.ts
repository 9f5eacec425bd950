import { expect, test } from 'vitest';
import { clusterArnOf, familyArns, logGroupArns, roleArnOf, secretArnOf, serviceArns } from './arns.ts';

const place = {
  partition: 'aws-cn',
  environment: { name: 'production', account: '111111111111', region: 'cn-north-1', role: null, confirm: false },
};
const ecs = 'arn:aws-cn:ecs:cn-north-1:111111111111';

test('names and ARNs of a cluster and a service mean the same', () => {
  const arns = {
    cluster: `${ecs}:cluster/shop`,
    service: `${ecs}:service/shop/api`,
    deployments: `${ecs}:service-deployment/shop/api/*`,
    revisions: `${ecs}:service-revision/shop/api/*`,
    tasks: `${ecs}:task/shop/*`,
  };
  expect(serviceArns(place, { cluster: 'shop', service: 'api' })).toEqual(arns);
  expect(serviceArns(place, { cluster: arns.cluster, service: arns.service })).toEqual(arns);
  expect(clusterArnOf(place, 'shop')).toBe(arns.cluster);
});

test('a family stands for its revisions', () => {
  expect(familyArns(place, ['a', 'b'])).toEqual([`${ecs}:task-definition/a:*`, `${ecs}:task-definition/b:*`]);
});

test.each([
  ['task', 'arn:aws-cn:iam::111111111111:role/task'],
  ['arn:aws-cn:iam::111111111111:role/team/task', 'arn:aws-cn:iam::111111111111:role/team/task'],
])('role %s is %s', (role, arn) => expect(roleArnOf(place, role)).toBe(arn));

test('a log group is itself and what is in it, in its region', () => {
  const group = 'arn:aws-cn:logs:cn-north-1:111111111111:log-group:/ecs/api';
  expect(logGroupArns(place, { group: '/ecs/api', region: null })).toEqual([group, `${group}:*`]);
  expect(logGroupArns(place, { group: 'a', region: 'cn-northwest-1' })[0]).toContain(':cn-northwest-1:');
});

test.each([
  ['/shop/db', 'parameter', 'arn:aws-cn:ssm:cn-north-1:111111111111:parameter/shop/db'],
  ['db', 'parameter', 'arn:aws-cn:ssm:cn-north-1:111111111111:parameter/db'],
  ['arn:aws-cn:ssm:cn-north-1:1:parameter/shop/db', 'parameter', 'arn:aws-cn:ssm:cn-north-1:1:parameter/shop/db'],
  [
    'arn:aws-cn:secretsmanager:cn-north-1:1:secret:shop/db-AbCdEf:password::',
    'secret',
    'arn:aws-cn:secretsmanager:cn-north-1:1:secret:shop/db-AbCdEf',
  ],
  [
    'arn:aws-cn:secretsmanager:cn-north-1:1:secret:shop/db',
    'secret',
    'arn:aws-cn:secretsmanager:cn-north-1:1:secret:shop/db-??????',
  ],
])('%s is the %s %s', (valueFrom, type, arn) => expect(secretArnOf(place, valueFrom)).toEqual({ type, arn }));
