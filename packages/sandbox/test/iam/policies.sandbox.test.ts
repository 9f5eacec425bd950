import {
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { CreateScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, seedSchema, startSandbox } from '../../src/index.ts';
import { ecsClient, iamClient, refusalOf, schedulerClient } from '../clients.ts';

const account = '111111111111';
const prefix = `arn:aws:ecs:eu-west-1:${account}`;
const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const role = 'deploy';

type Statement = Readonly<Record<string, unknown>>;
const allow = (Action: string | string[], Resource: string | string[], Condition: object = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});

const containers = [{ name: 'app', image: 'nginx:1', essential: true, memory: 64 }];
const roles = { taskRoleArn: roleArn('task'), executionRoleArn: roleArn('execution') };

const seed: Seed = {
  accounts: {
    [account]: {
      roles: {
        deploy: { trust: { principals: [account] }, permissions: { policies: [] } },
        task: { trust: { services: ['ecs-tasks.amazonaws.com'] } },
        execution: { trust: { services: ['ecs-tasks.amazonaws.com'] } },
        scheduler: { trust: { services: ['scheduler.amazonaws.com'] } },
      },
      regions: {
        'eu-west-1': {
          clusters: {
            shop: { services: { api: { taskDefinition: 'api', desiredCount: 1, launchType: 'EC2' } } },
          },
          taskDefinitions: [{ family: 'api', containerDefinitions: containers, ...roles }],
        },
      },
    },
  },
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ seed });
});
afterEach(async () => {
  await sandbox[Symbol.asyncDispose]();
});

function grant(...statements: readonly Statement[]): void {
  const policies = statements.map((Statement) => ({ Version: '2012-10-17', Statement }));
  sandbox.iam.setPermissions(roleArn(role), { policies } as Parameters<Sandbox['iam']['setPermissions']>[1]);
}
const ecs = () => ecsClient(sandbox, { role });
const describe = (service = 'api') => ecs().send(new DescribeServicesCommand({ cluster: 'shop', services: [service] }));
const update = (more: object = {}) =>
  ecs().send(new UpdateServiceCommand({ cluster: 'shop', service: 'api', desiredCount: 2, ...more }));
const messageOf = async (call: Promise<unknown>): Promise<string> => (await refusalOf(call)).message;
const refusal = (action: string, resource: string): string =>
  `User: arn:aws:sts::${account}:assumed-role/deploy/sandbox is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

test('3.5 policies allow what they name, and nothing else', async () => {
  const service = `${prefix}:service/shop/api`;
  expect(await refusalOf(describe())).toEqual({
    code: 'AccessDeniedException',
    message: refusal('ecs:DescribeServices', service),
    status: 400,
  });
  grant(allow('ecs:Describe*', `${prefix}:service/shop/*`));
  await describe();
  expect(await messageOf(update())).toBe(refusal('ecs:UpdateService', service));
  grant(allow('ecs:*', '*'), { Effect: 'Deny', Action: 'ecs:DescribeServices', Resource: service });
  expect(await messageOf(describe())).toMatch(/on resource: \S+ with an explicit deny in an identity-based policy$/);
  await describe('web');
  expect(() => grant({ Effect: 'Allow', Action: 'ecs:*' })).toThrow('Resource');
  expect(() => grant(allow('ecs:*', '*', { DateLessThan: { 'aws:CurrentTime': '2030-01-01' } }))).toThrow(
    'the sandbox knows no operator DateLessThan',
  );
  const own = [{ Version: '2012-10-17', Statement: allow('ecs:*', '*') }];
  const once = seedSchema.parse({ accounts: { [account]: { roles: { a: { permissions: { policies: own } } } } } });
  expect(seedSchema.parse(once)).toEqual(once);
  const policies = [{ Version: '2008-10-17', Statement: [] }] as never;
  const wrong = { accounts: { [account]: { roles: { a: { permissions: { policies } } } } } };
  await expect(startSandbox({ seed: wrong })).rejects.toThrow('2012-10-17');
});

test('3.6 a statement applies when its conditions hold', async () => {
  const definition = { ArnLikeIfExists: { 'ecs:task-definition': `${prefix}:task-definition/web:*` } };
  grant(allow('ecs:UpdateService', '*', definition));
  await update();
  expect(await messageOf(update({ taskDefinition: 'api' }))).toContain('ecs:UpdateService');
  grant(allow('ecs:UpdateService', '*', { ArnLike: definition.ArnLikeIfExists }));
  expect(await messageOf(update())).toContain('ecs:UpdateService');
  grant(allow('ecs:UpdateService', '*', { ArnEquals: { 'ecs:cluster': `${prefix}:cluster/shop` } }));
  await update();
  const { EvaluationResults: [result] = [] } = await iamClient(sandbox).send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn(role),
      ActionNames: ['ecs:UpdateService'],
      ContextEntries: [
        { ContextKeyName: 'ecs:cluster', ContextKeyType: 'string', ContextKeyValues: [`${prefix}:cluster/other`] },
      ],
    }),
  );
  expect(result?.EvalDecision).toBe('implicitDeny');
});

test('3.7 tags for what is being made are asked for', async () => {
  const family = `${prefix}:task-definition/job:*`;
  const register = (tags?: { key: string; value: string }[]) =>
    ecs().send(new RegisterTaskDefinitionCommand({ family: 'job', containerDefinitions: containers, tags }));
  grant(allow('ecs:RegisterTaskDefinition', family));
  await register();
  expect(await messageOf(register([{ key: 'a', value: 'b' }]))).toBe(refusal('ecs:TagResource', family));
  const created = { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } };
  grant(allow('ecs:RegisterTaskDefinition', family), allow('ecs:TagResource', family, created));
  await register([{ key: 'a', value: 'b' }]);
  grant(allow('ecs:RunTask', `${prefix}:task-definition/job:*`));
  const run = (tags?: { key: string; value: string }[]) =>
    ecs().send(new RunTaskCommand({ cluster: 'shop', taskDefinition: 'job', launchType: 'EC2', tags }));
  expect(await messageOf(run([{ key: 'a', value: 'b' }]))).toBe(refusal('ecs:TagResource', `${prefix}:task/shop/*`));
});

test('3.8 a deployment is asked for with its service', async () => {
  grant(allow('ecs:*', '*'), allow('iam:PassRole', '*'));
  await update({ forceNewDeployment: true });
  const listed = await ecs().send(new ListServiceDeploymentsCommand({ cluster: 'shop', service: 'api' }));
  const arns = listed.serviceDeployments?.map(({ serviceDeploymentArn }) => serviceDeploymentArn ?? '') ?? [];
  const describeThem = () => ecs().send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns }));
  const [deployment, service] = [`${prefix}:service-deployment/shop/api/*`, `${prefix}:service/shop/api`];
  grant(allow('ecs:DescribeServiceDeployments', deployment));
  expect(await messageOf(describeThem())).toBe(refusal('ecs:DescribeServiceDeployments', service));
  grant(allow('ecs:DescribeServiceDeployments', [deployment, service]));
  await describeThem();
});

test('3.9 roles are passed to whom they are for', async () => {
  const passed = (service: string, ...names: string[]) =>
    allow('iam:PassRole', names.map(roleArn), { StringEquals: { 'iam:PassedToService': service } });
  const toTask = passed('ecs-tasks.amazonaws.com', 'task', 'execution');
  grant(allow('ecs:*', '*'), passed('ecs.amazonaws.com', 'task', 'execution'));
  expect(await messageOf(update({ taskDefinition: 'api' }))).toBe(refusal('iam:PassRole', roleArn('execution')));
  await update();
  const create = () =>
    ecs().send(
      new CreateServiceCommand({
        cluster: 'shop',
        serviceName: 'new',
        taskDefinition: 'api',
        desiredCount: 1,
        launchType: 'EC2',
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          lifecycleHooks: [
            {
              hookTargetArn: `arn:aws:lambda:eu-west-1:${account}:function:check`,
              roleArn: roleArn('hooks'),
              lifecycleStages: ['POST_SCALE_UP'],
            },
          ],
        },
      }),
    );
  grant(allow('ecs:*', '*'), toTask);
  await update({ taskDefinition: 'api' });
  expect(await messageOf(create())).toBe(refusal('iam:PassRole', roleArn('hooks')));
  grant(allow('ecs:*', '*'), toTask, passed('ecs.amazonaws.com', 'hooks'));
  await create();
  const schedule = () =>
    schedulerClient(sandbox, { role }).send(
      new CreateScheduleCommand({
        Name: 'nightly',
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: `${prefix}:cluster/shop`,
          RoleArn: roleArn('scheduler'),
          EcsParameters: { TaskDefinitionArn: `${prefix}:task-definition/api` },
        },
      }),
    );
  grant(allow('scheduler:*', '*'), passed('ecs-tasks.amazonaws.com', 'scheduler'));
  expect(await messageOf(schedule())).toContain('iam:PassRole');
  grant(allow('scheduler:*', '*'), passed('scheduler.amazonaws.com', 'scheduler'));
  await schedule();
});

test('3.10 the log says what was asked for', async () => {
  grant(allow('ecs:*', '*'), allow('iam:PassRole', '*'));
  await update({ taskDefinition: 'api' });
  expect(sandbox.requests('ecs.UpdateService').at(-1)?.needed).toEqual([
    {
      action: 'ecs:UpdateService',
      resource: `${prefix}:service/shop/api`,
      context: { 'ecs:cluster': `${prefix}:cluster/shop`, 'ecs:task-definition': `${prefix}:task-definition/api:1` },
    },
    ...['execution', 'task'].map((name) => ({
      action: 'iam:PassRole',
      resource: roleArn(name),
      context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    })),
  ]);
});
