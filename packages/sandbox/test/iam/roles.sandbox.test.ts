import { ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { configOf, iamClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const arn = (role: string): string => `arn:aws:iam::${account}:role/${role}`;

const seed: Seed = {
  accounts: {
    [account]: {
      roles: {
        deploy: {
          trust: { subjects: ['repo:acme/shop:*'], principals: [account] },
          permissions: { deny: [{ actions: ['iam:PassRole'], resources: [arn('team/admin')] }, 'iam:GetRole'] },
          maxSessionDuration: 7200,
        },
        exact: { trust: { subjects: ['a'], operator: 'StringEquals' } },
        'team/execution': { trust: { services: ['ecs-tasks.amazonaws.com'] } },
        'team/admin': {},
      },
      regions: { 'eu-west-1': { parameters: { '/a': 'b' }, clusters: { shop: {} } }, 'us-east-1': {} },
    },
    '222222222222': { roles: { far: {} }, regions: { 'eu-west-1': {} } },
  },
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ seed });
});
afterEach(async () => {
  const problems = publishedProblems(sandbox.requests());
  await sandbox[Symbol.asyncDispose]();
  expect(problems).toEqual([]);
});

const role = async (RoleName: string, who?: Who) =>
  (await iamClient(sandbox, who).send(new GetRoleCommand({ RoleName }))).Role;
const trustOf = async (name: string) =>
  JSON.parse(decodeURIComponent((await role(name))?.AssumeRolePolicyDocument ?? '')).Statement;
const simulated = async (PolicySourceArn: string, ActionNames: string[], ResourceArns?: string[]) => {
  const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ResourceArns });
  const { EvaluationResults } = await iamClient(sandbox).send(command);
  return EvaluationResults?.map(({ EvalActionName, EvalResourceName, EvalDecision }) =>
    [EvalActionName, EvalResourceName, EvalDecision].join(' '),
  );
};

test('1.1 a role is told with its trust', async () => {
  expect(await role('execution')).toMatchObject({
    Path: '/team/',
    RoleName: 'execution',
    Arn: arn('team/execution'),
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{16}$/),
    CreateDate: new Date(sandbox.clock.now()),
    MaxSessionDuration: 3600,
  });
  expect(await trustOf('execution')).toEqual([
    { Effect: 'Allow', Principal: { Service: ['ecs-tasks.amazonaws.com'] }, Action: 'sts:AssumeRole' },
  ]);
  const provider = sandbox.issuer.replace('http://', '');
  expect(await trustOf('deploy')).toEqual([
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${provider}:aud`]: ['sts.amazonaws.com'] },
        StringLike: { [`${provider}:sub`]: ['repo:acme/shop:*'] },
      },
    },
    { Effect: 'Allow', Principal: { AWS: [account] }, Action: 'sts:AssumeRole' },
  ]);
  expect((await trustOf('exact'))[0].Condition).toEqual({
    StringEquals: { [`${provider}:aud`]: ['sts.amazonaws.com'], [`${provider}:sub`]: ['a'] },
  });
});

test.each(['none', 'far'])('1.2 role %s cannot be found', async (name) => {
  expect(await refusalOf(role(name))).toEqual({
    code: 'NoSuchEntityException',
    message: `The role with name ${name} cannot be found.`,
    status: 404,
  });
});

test('1.3 every region has the same roles', async () => {
  expect((await role('admin', { region: 'us-east-1' }))?.Arn).toBe(arn('team/admin'));
});

test('2.1 actions are evaluated on resources', async () => {
  const roles = [arn('team/admin'), arn('team/execution')];
  expect(await simulated(arn('deploy'), ['iam:PassRole', 'ecs:UpdateService'], roles)).toEqual([
    `iam:PassRole ${roles[0]} implicitDeny`,
    `iam:PassRole ${roles[1]} allowed`,
    `ecs:UpdateService ${roles[0]} allowed`,
    `ecs:UpdateService ${roles[1]} allowed`,
  ]);
  expect(await simulated(arn('deploy'), ['iam:GetRole'])).toEqual(['iam:GetRole * implicitDeny']);
  expect(await simulated(`arn:aws:iam::${account}:user/sandbox`, ['s3:GetObject'])).toEqual(['s3:GetObject * allowed']);
});

test('2.2 the principal is a user or a role', async () => {
  const session = `arn:aws:sts::${account}:assumed-role/deploy/me`;
  expect(await refusalOf(simulated(session, ['iam:PassRole']))).toEqual({
    code: 'InvalidInputException',
    message: `Invalid Entity Arn: ${session} does not clearly define entity type and name.`,
    status: 400,
  });
  expect(await refusalOf(simulated(arn('none'), ['iam:PassRole']))).toMatchObject({
    code: 'NoSuchEntityException',
    message: 'The role with name none cannot be found.',
  });
  expect(await refusalOf(simulated(`arn:aws:iam::${account}:user/none`, ['iam:PassRole']))).toMatchObject({
    code: 'NoSuchEntityException',
    message: 'The user with name none cannot be found.',
  });
});

test('3.1 a denied GetRole names the role', async () => {
  expect(await refusalOf(role('admin', { role: 'deploy' }))).toEqual({
    code: 'AccessDenied',
    message: `User: arn:aws:sts::${account}:assumed-role/deploy/sandbox is not authorized to perform: iam:GetRole on resource: role admin because no identity-based policy allows the iam:GetRole action`,
    status: 403,
  });
});

test('3.2 a denial may be of some resources', async () => {
  sandbox.iam.setPermissions(arn('deploy'), { deny: [{ actions: ['iam:*'], resources: [arn('team/*')] }] });
  expect((await role('exact', { role: 'deploy' }))?.RoleName).toBe('exact');
  expect((await refusalOf(role('admin', { role: 'deploy' }))).code).toBe('AccessDenied');
});

test('3.3 permissions change while a session is open', async () => {
  const client = new SSMClient(configOf(sandbox.environment({ role: 'deploy' })));
  const read = () => client.send(new GetParameterCommand({ Name: '/a' }));
  await read();
  sandbox.iam.setPermissions(arn('deploy'), { deny: ['ssm:*'] });
  expect((await refusalOf(read())).code).toBe('AccessDeniedException');
  sandbox.iam.setPermissions(arn('deploy'), {});
  await read();
  sandbox.iam.removeRole(arn('deploy'));
  await read();
  expect((await refusalOf(role('deploy'))).code).toBe('NoSuchEntityException');
  expect(() => sandbox.iam.setPermissions(arn('deploy'), {})).toThrow('there is no user or role');
});

test('3.4 roles of a task definition must be passed', async () => {
  const register = (client: ECSClient, taskRoleArn: string) =>
    client.send(
      new RegisterTaskDefinitionCommand({
        family: 'api',
        taskRoleArn,
        executionRoleArn: arn('team/execution'),
        containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }],
      }),
    );
  const deploy = new ECSClient(configOf(sandbox.environment({ role: 'deploy' })));
  const refusal = {
    code: 'AccessDeniedException',
    message: `User: arn:aws:sts::${account}:assumed-role/deploy/sandbox is not authorized to perform: iam:PassRole on resource: ${arn('team/admin')} because no identity-based policy allows the iam:PassRole action`,
    status: 400,
  };
  expect(await refusalOf(register(deploy, arn('team/admin')))).toEqual(refusal);
  await register(deploy, arn('team/execution'));
  await register(new ECSClient(configOf(sandbox.environment())), arn('team/admin'));
  const run = (taskDefinition: string) => deploy.send(new RunTaskCommand({ cluster: 'shop', taskDefinition }));
  expect(await refusalOf(run('api:2'))).toEqual(refusal);
  expect((await run('api:1')).tasks).toHaveLength(1);
});
