import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  ListSecretsCommand,
  type ListSecretsCommandInput,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { refusalOf, secretsClient, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const prefix = `arn:aws:secretsmanager:eu-west-1:${account}:secret:`;
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;

const seed: Seed = {
  accounts: {
    [account]: {
      roles: {
        reader: {
          permissions: {
            deny: ['kms:Decrypt', { actions: ['secretsmanager:GetSecretValue'], resources: [`${prefix}shop/db-*`] }],
          },
        },
      },
      regions: {
        'eu-west-1': {
          secrets: {
            'shop/db': {
              value: { user: 'app', password: 'p' },
              previous: '{}',
              description: 'the database',
              tags: { team: 'shop' },
            },
            'shop/raw': { binary: Buffer.from([0, 255]).toString('base64') },
            'shop/empty': {},
            'shop/keyed': { value: 'k', kmsKeyId: key },
            'shop/gone': { value: 'g', deleted: true },
            other: 'o',
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

const value = (SecretId: string, more: Partial<GetSecretValueCommandInput> = {}, who?: Who) =>
  secretsClient(sandbox, who).send(new GetSecretValueCommand({ SecretId, ...more }));
const describeSecret = (SecretId: string, who?: Who) =>
  secretsClient(sandbox, who).send(new DescribeSecretCommand({ SecretId }));
const list = async (input: ListSecretsCommandInput) =>
  (await secretsClient(sandbox).send(new ListSecretsCommand(input))).SecretList?.map(({ Name }) => Name);

test('1.1 an ARN ends in six characters that stay', async () => {
  const { ARN } = await describeSecret('shop/db');
  expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop\/db-[A-Za-z0-9]{6}$/);
  await using again = await startSandbox({ seed });
  expect(again.secretsManager.arn('shop/db')).toBe(ARN);
});

test('1.2 name, ARN and ARN without its end name a secret', async () => {
  for (const id of ['shop/db', sandbox.secretsManager.arn('shop/db'), `${prefix}shop/db`]) {
    expect((await value(id)).Name).toBe('shop/db');
  }
});

test.each(['none', `${prefix}none-abcdef`, `${prefix}shop/db-abcdef`])('1.3 %s is not found', async (id) => {
  const refusal = {
    code: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret.",
    status: 400,
  };
  expect(await refusalOf(value(id))).toEqual(refusal);
  expect(await refusalOf(describeSecret(id))).toEqual(refusal);
});

test('2.1 a secret is described without its value', async () => {
  const described = await describeSecret('shop/db');
  expect(described).toMatchObject({
    Name: 'shop/db',
    Description: 'the database',
    Tags: [{ Key: 'team', Value: 'shop' }],
    CreatedDate: new Date(sandbox.clock.now()),
  });
  expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
  expect(JSON.stringify(described)).not.toContain('password');
  expect((await describeSecret('shop/keyed')).KmsKeyId).toBe(key);
});

test('2.2 secrets are listed by pages, newest first', async () => {
  await sandbox.clock.advance({ seconds: 1 });
  sandbox.secretsManager.put('newest', 'n');
  const client = secretsClient(sandbox);
  const first = await client.send(new ListSecretsCommand({ MaxResults: 4 }));
  expect(first.SecretList?.map(({ Name }) => Name)).toEqual(['newest', 'other', 'shop/db', 'shop/empty']);
  const second = await client.send(new ListSecretsCommand({ MaxResults: 4, NextToken: first.NextToken }));
  expect(second.SecretList?.map(({ Name }) => Name)).toEqual(['shop/keyed', 'shop/raw']);
  expect(second.NextToken).toBeUndefined();
  expect(Object.values(first.SecretList?.[2]?.SecretVersionsToStages ?? {})).toHaveLength(2);
  expect((await refusalOf(list({ NextToken: '%' }))).code).toBe('InvalidNextTokenException');
});

test('2.3 filters match beginnings', async () => {
  expect(await list({ Filters: [{ Key: 'name', Values: ['shop/'] }] })).toEqual([
    'shop/db',
    'shop/empty',
    'shop/keyed',
    'shop/raw',
  ]);
  expect(await list({ Filters: [{ Key: 'name', Values: ['!shop'] }] })).toEqual(['other']);
  expect(await list({ Filters: [{ Key: 'tag-key', Values: ['te'] }] })).toEqual(['shop/db']);
  expect(await list({ Filters: [{ Key: 'tag-value', Values: ['shop'] }] })).toEqual(['shop/db']);
  expect(await list({ Filters: [{ Key: 'all', Values: ['data'] }] })).toEqual(['shop/db']);
});

test('2.4 what is marked for deletion is listed on demand', async () => {
  expect((await describeSecret('shop/gone')).DeletedDate).toEqual(new Date(sandbox.clock.now()));
  expect(await list({})).not.toContain('shop/gone');
  expect(await list({ IncludePlannedDeletion: true })).toContain('shop/gone');
});

test('3.1 the current value is answered, or the one that is named', async () => {
  const current = await value('shop/db');
  expect(current).toMatchObject({ SecretString: '{"user":"app","password":"p"}', VersionStages: ['AWSCURRENT'] });
  expect(current.VersionId).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  const previous = await value('shop/db', { VersionStage: 'AWSPREVIOUS' });
  expect(previous.SecretString).toBe('{}');
  expect((await value('shop/db', { VersionId: String(previous.VersionId) })).SecretString).toBe('{}');
  expect((await value('shop/raw')).SecretBinary).toEqual(new Uint8Array([0, 255]));
});

test('3.2 a value nobody gave is not found', async () => {
  const text = (which: string): string => `Secrets Manager can't find the specified secret value for ${which}`;
  const id = '00000000-0000-4000-a000-000000000000';
  for (const [call, which] of [
    [() => value('shop/empty'), 'staging label: AWSCURRENT'],
    [() => value('shop/db', { VersionStage: 'AWSPENDING' }), 'staging label: AWSPENDING'],
    [() => value('shop/db', { VersionId: id }), `VersionId: ${id}`],
  ] as const) {
    expect(await refusalOf(call())).toEqual({ code: 'ResourceNotFoundException', message: text(which), status: 400 });
  }
});

test('3.3 stage and id must be of one version', async () => {
  const { VersionId } = await value('shop/db');
  expect(await refusalOf(value('shop/db', { VersionId, VersionStage: 'AWSPREVIOUS' }))).toMatchObject({
    code: 'InvalidRequestException',
    message: 'You provided a VersionStage that is not associated to the provided VersionId.',
  });
});

test('3.4 a secret marked for deletion gives no value', async () => {
  expect(await refusalOf(value('shop/gone'))).toMatchObject({
    code: 'InvalidRequestException',
    message: "You can't perform this operation on the secret because it was marked for deletion.",
  });
});

test('4.1 a denied secret is named by its ARN', async () => {
  const who = { role: 'reader' };
  expect(await refusalOf(value('shop/db', {}, who))).toEqual({
    code: 'AccessDeniedException',
    message: `User: arn:aws:sts::${account}:assumed-role/reader/sandbox is not authorized to perform: secretsmanager:GetSecretValue on resource: ${sandbox.secretsManager.arn('shop/db')} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    status: 400,
  });
  expect((await describeSecret('shop/db', who)).Name).toBe('shop/db');
  sandbox.iam.setPermissions(`arn:aws:iam::${account}:role/reader`, { deny: ['secretsmanager:*'] });
  expect((await refusalOf(value('none', {}, who))).message).toContain('on resource: none because');
});

test('4.2 a key of one’s own needs kms:Decrypt', async () => {
  const who = { role: 'reader' };
  expect((await value('other', {}, who)).SecretString).toBe('o');
  expect(await refusalOf(value('shop/keyed', {}, who))).toMatchObject({
    code: 'AccessDeniedException',
    message: 'Access to KMS is not allowed',
  });
});

test('5.1 another region has its own secrets', async () => {
  expect((await refusalOf(value('other', {}, { region: 'us-east-1' }))).code).toBe('ResourceNotFoundException');
});

test('5.2 secrets change while the sandbox runs', async () => {
  sandbox.secretsManager.put('other', 'p');
  expect((await value('other')).SecretString).toBe('p');
  expect((await value('other', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('o');
  sandbox.secretsManager.at({ region: 'us-east-1' }).put('far', 'f');
  expect((await value('far', {}, { region: 'us-east-1' })).SecretString).toBe('f');
  sandbox.secretsManager.remove('other');
  expect((await refusalOf(value('other'))).code).toBe('ResourceNotFoundException');
  expect(() => sandbox.secretsManager.arn('other')).toThrow('there is no secret other');
});
