import { GetParameterCommand, type GetParameterCommandInput, GetParametersCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { refusalOf, ssmClient, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const arn = (name: string): string => `arn:aws:ssm:eu-west-1:${account}:parameter/${name}`;
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;

const seed: Seed = {
  accounts: {
    [account]: {
      roles: {
        reader: {
          permissions: {
            deny: ['kms:Decrypt', { actions: ['ssm:*'], resources: [arn('shop/secret/*')] }],
          },
        },
      },
      regions: {
        'eu-west-1': {
          parameters: {
            '/shop/host': 'db.internal',
            plain: 'without a slash',
            '/shop/zones': { type: 'StringList', value: 'a,b' },
            '/shop/password': { type: 'SecureString', value: 'hunter2' },
            '/shop/token': { type: 'SecureString', value: 'tok', keyId: key },
            '/shop/size': { value: '3', earlier: ['1', '2'], labels: { live: 2 } },
            '/shop/secret/one': 'x',
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

const get = async (Name: string, more: Partial<GetParameterCommandInput> = {}, who?: Who) =>
  (await ssmClient(sandbox, who).send(new GetParameterCommand({ Name, ...more }))).Parameter;
const getAll = (Names: string[], who?: Who) =>
  ssmClient(sandbox, who).send(new GetParametersCommand({ Names, WithDecryption: true }));

test('1.1 a parameter is told with all that belongs to it', async () => {
  expect(await get('/shop/host')).toEqual({
    Name: '/shop/host',
    Type: 'String',
    Value: 'db.internal',
    Version: 1,
    LastModifiedDate: new Date(sandbox.clock.now()),
    ARN: arn('shop/host'),
    DataType: 'text',
  });
  expect((await get('plain'))?.ARN).toBe(arn('plain'));
});

test('1.2 a list is one string', async () => {
  expect(await get('/shop/zones')).toMatchObject({ Type: 'StringList', Value: 'a,b' });
});

test('1.3 a secret is read when decryption is asked for', async () => {
  expect((await get('/shop/password'))?.Value).toMatch(/^AQICAH[\w+/=]{60,}$/);
  expect(await get('/shop/password', { WithDecryption: true })).toMatchObject({
    Type: 'SecureString',
    Value: 'hunter2',
  });
});

test('1.4 versions, labels and ARNs name a parameter', async () => {
  expect(await get('/shop/size')).toMatchObject({ Value: '3', Version: 3 });
  expect(await get('/shop/size:1')).toMatchObject({ Value: '1', Version: 1, Selector: ':1' });
  expect(await get('/shop/size:live')).toMatchObject({ Value: '2', Version: 2, Selector: ':live' });
  expect(await get(`${arn('shop/size')}:2`)).toMatchObject({ Name: '/shop/size', Value: '2' });
  expect(await get(arn('plain'))).toMatchObject({ Name: 'plain' });
});

test.each(['/shop/none', '/shop/none:3', 'shop/host'])('1.5 %s is not found, without a word', async (name) => {
  const { code, status } = await refusalOf(get(name));
  expect({ code, status }).toEqual({ code: 'ParameterNotFound', status: 400 });
  const [request] = sandbox.requests('ssm.GetParameter');
  expect(request?.error).toBe('ParameterNotFound');
});

test.each(['9', 'stale'])('1.6 version %s is not found', async (version) => {
  expect(await refusalOf(get(`/shop/size:${version}`))).toEqual({
    code: 'ParameterVersionNotFound',
    message: `Systems Manager could not find version ${version} of /shop/size. Verify the version and try again.`,
    status: 400,
  });
});

test('1.7 a request without a name is refused', async () => {
  expect((await refusalOf(get(''))).code).toBe('ValidationException');
});

test('2.1 one to ten names are taken', async () => {
  const ten = Array.from({ length: 10 }, (_, index) => `/shop/${index}`);
  expect((await getAll(ten)).InvalidParameters).toEqual(ten);
  expect(await refusalOf(getAll([...ten, '/shop/host']))).toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining("at 'names' failed to satisfy constraint: Member must have length less than"),
  });
  expect((await refusalOf(getAll([]))).code).toBe('ValidationException');
});

test('2.2 what is missing is listed', async () => {
  const { Parameters, InvalidParameters } = await getAll(['/shop/none', '/shop/size:9', '/shop/size:1']);
  expect(Parameters?.map(({ Value }) => Value)).toEqual(['1']);
  expect(InvalidParameters).toEqual(['/shop/none', '/shop/size:9']);
});

test('2.3 the order is not that of the request', async () => {
  const { Parameters } = await getAll(['/shop/zones', '/shop/host', '/shop/zones', '/shop/password']);
  expect(Parameters?.map(({ Name, Value }) => [Name, Value])).toEqual([
    ['/shop/host', 'db.internal'],
    ['/shop/password', 'hunter2'],
    ['/shop/zones', 'a,b'],
  ]);
});

test('3.1 a denied parameter refuses the call', async () => {
  const text = (action: string): string =>
    `User: arn:aws:sts::${account}:assumed-role/reader/sandbox is not authorized to perform: ${action} on resource: ${arn('shop/secret/one')} because no identity-based policy allows the ${action} action`;
  const who = { role: 'reader' };
  expect(await get('/shop/host', {}, who)).toMatchObject({ Value: 'db.internal' });
  expect(await refusalOf(get('/shop/secret/one', {}, who))).toEqual({
    code: 'AccessDeniedException',
    message: text('ssm:GetParameter'),
    status: 400,
  });
  expect(await refusalOf(getAll(['/shop/host', '/shop/secret/one'], who))).toMatchObject({
    code: 'AccessDeniedException',
    message: text('ssm:GetParameters'),
  });
});

test('3.2 a key of one’s own needs kms:Decrypt', async () => {
  const who = { role: 'reader' };
  expect(await get('/shop/password', { WithDecryption: true }, who)).toMatchObject({ Value: 'hunter2' });
  expect(await get('/shop/token', {}, who)).toMatchObject({ Type: 'SecureString' });
  expect(await refusalOf(get('/shop/token', { WithDecryption: true }, who))).toMatchObject({
    code: 'AccessDeniedException',
    message:
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  });
  expect(await get('/shop/token', { WithDecryption: true })).toMatchObject({ Value: 'tok' });
});

test('4.1 another region has its own parameters', async () => {
  expect((await refusalOf(get('/shop/host', {}, { region: 'us-east-1' }))).code).toBe('ParameterNotFound');
});

test('4.2 parameters change while the sandbox runs', async () => {
  sandbox.ssm.put('/shop/host', 'other.internal');
  expect(await get('/shop/host')).toMatchObject({ Value: 'other.internal', Version: 2 });
  expect(await get('/shop/host:1')).toMatchObject({ Value: 'db.internal' });
  sandbox.ssm.at({ region: 'us-east-1' }).put('/shop/new', { type: 'SecureString', value: 's' });
  expect(await get('/shop/new', { WithDecryption: true }, { region: 'us-east-1' })).toMatchObject({ Value: 's' });
  sandbox.ssm.remove('/shop/host');
  expect((await refusalOf(get('/shop/host'))).code).toBe('ParameterNotFound');
});
