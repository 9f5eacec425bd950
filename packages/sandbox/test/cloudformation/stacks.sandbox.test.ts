import { DescribeStacksCommand, ListExportsCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { cloudFormationClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';

const seed: Seed = {
  accounts: {
    [account]: {
      roles: { blind: { permissions: { deny: ['cloudformation:*'] } } },
      regions: {
        'eu-west-1': {
          stacks: {
            'shop-network': {
              outputs: {
                Subnets: { value: 'subnet-1,subnet-2', exportName: 'shop:subnets', description: 'where tasks run' },
                Plain: '<&> "plain"',
              },
              parameters: { Cidr: '10.0.0.0/16' },
              tags: { team: 'shop' },
            },
            bare: { status: 'UPDATE_COMPLETE' },
          },
        },
        'us-east-1': {},
      },
    },
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

const describeStacks = async (StackName?: string, who?: Who) =>
  (await cloudFormationClient(sandbox, who).send(new DescribeStacksCommand(StackName ? { StackName } : {}))).Stacks;
const exported = (NextToken?: string) =>
  cloudFormationClient(sandbox).send(new ListExportsCommand(NextToken ? { NextToken } : {}));

test('1.1 a stack is told with its outputs', async () => {
  const [stack] = (await describeStacks('shop-network')) ?? [];
  expect(stack).toMatchObject({
    StackName: 'shop-network',
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: new Date(sandbox.clock.now()),
    Parameters: [{ ParameterKey: 'Cidr', ParameterValue: '10.0.0.0/16' }],
    Tags: [{ Key: 'team', Value: 'shop' }],
    Outputs: [
      {
        OutputKey: 'Subnets',
        OutputValue: 'subnet-1,subnet-2',
        ExportName: 'shop:subnets',
        Description: 'where tasks run',
      },
      { OutputKey: 'Plain', OutputValue: '<&> "plain"' },
    ],
  });
  expect(stack?.StackId).toMatch(
    /^arn:aws:cloudformation:eu-west-1:111111111111:stack\/shop-network\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  );
  expect((await describeStacks(stack?.StackId))?.[0]?.StackName).toBe('shop-network');
});

test('1.2 a stack that is not there is told so', async () => {
  expect(await refusalOf(describeStacks('none'))).toEqual({
    code: 'ValidationError',
    message: 'Stack with id none does not exist',
    status: 400,
  });
});

test('1.3 all stacks are listed by pages', async () => {
  for (let index = 0; index < 100; index += 1) sandbox.cloudFormation.put(`more-${index}`, {});
  const client = cloudFormationClient(sandbox);
  const first = await client.send(new DescribeStacksCommand({}));
  const second = await client.send(new DescribeStacksCommand({ NextToken: String(first.NextToken) }));
  expect([first.Stacks?.length, second.Stacks?.length, second.NextToken]).toEqual([100, 2, undefined]);
});

test('1.4 a deleted stack is found by its id', async () => {
  const [stack] = (await describeStacks('bare')) ?? [];
  sandbox.cloudFormation.remove('bare');
  expect((await refusalOf(describeStacks('bare'))).message).toBe('Stack with id bare does not exist');
  expect((await describeStacks(stack?.StackId))?.[0]?.StackStatus).toBe('DELETE_COMPLETE');
  expect((await describeStacks())?.map(({ StackName }) => StackName)).toEqual(['shop-network']);
});

test('1.5 a stack may have no outputs', async () => {
  expect((await describeStacks('bare'))?.[0]).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
  expect((await describeStacks('bare'))?.[0]?.Outputs).toBeUndefined();
});

test('2.1 exports are listed by pages', async () => {
  const [stack] = (await describeStacks('shop-network')) ?? [];
  expect((await exported()).Exports).toEqual([
    { ExportingStackId: stack?.StackId, Name: 'shop:subnets', Value: 'subnet-1,subnet-2' },
  ]);
  const outputs = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [`O${index}`, { value: `v${index}`, exportName: `e${index}` }]),
  );
  sandbox.cloudFormation.put('many', { outputs });
  const first = await exported();
  const second = await exported(first.NextToken);
  expect([first.Exports?.length, second.Exports?.length, second.NextToken]).toEqual([100, 21, undefined]);
});

test('2.2 the exports of a deleted stack are gone', async () => {
  sandbox.cloudFormation.remove('shop-network');
  expect((await exported()).Exports).toEqual([]);
});

test('3.1 a denied call names the stack', async () => {
  expect(await refusalOf(describeStacks('shop-network', { role: 'blind' }))).toEqual({
    code: 'AccessDenied',
    message: `User: arn:aws:sts::${account}:assumed-role/blind/sandbox is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:eu-west-1:${account}:stack/shop-network/* because no identity-based policy allows the cloudformation:DescribeStacks action`,
    status: 403,
  });
});

test('3.2 answers are XML of CloudFormation', async () => {
  const post = (body: string): Promise<Response> =>
    fetch(sandbox.endpoint, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const unsigned = await (await post('Action=ListExports&Version=2010-05-15')).text();
  expect(unsigned).toContain('<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">');
  expect(unsigned).toContain('<Code>MissingAuthenticationToken</Code>');
  const unknown = await (await post('Action=Nothing&Version=2010-05-15')).text();
  expect(unknown).toContain('<Code>InvalidAction</Code>');
  expect(unknown).toContain('Could not find operation Nothing for version 2010-05-15');
});

test('4.1 another region has its own stacks', async () => {
  expect((await refusalOf(describeStacks('bare', { region: 'us-east-1' }))).code).toBe('ValidationError');
});

test('4.2 stacks change while the sandbox runs', async () => {
  const [before] = (await describeStacks('bare')) ?? [];
  sandbox.cloudFormation.put('bare', { status: 'UPDATE_ROLLBACK_FAILED', outputs: { A: 'b' } });
  const [after] = (await describeStacks('bare')) ?? [];
  expect(after).toMatchObject({ StackId: before?.StackId, StackStatus: 'UPDATE_ROLLBACK_FAILED' });
  expect(after?.LastUpdatedTime).toEqual(new Date(sandbox.clock.now()));
  sandbox.cloudFormation.at({ region: 'us-east-1' }).put('far', { outputs: { A: '1' } });
  expect((await describeStacks('far', { region: 'us-east-1' }))?.[0]?.Outputs?.[0]?.OutputValue).toBe('1');
});
