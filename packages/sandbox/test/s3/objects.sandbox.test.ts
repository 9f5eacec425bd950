import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { configOf, refusalOf, s3Client, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const other = '222222222222';
const state = '{"version":4,"outputs":{}}';

const seed: Seed = {
  accounts: {
    [account]: {
      roles: {
        reader: {
          permissions: { deny: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shop-state/secret*'] }] },
        },
        blind: { permissions: { deny: ['s3:ListBucket'] } },
      },
      regions: {
        'eu-west-1': {
          buckets: {
            'shop-state': {
              objects: {
                'prod/terraform.tfstate': { text: state, contentType: 'application/json', metadata: { by: 'tofu' } },
                'bytes.bin': { base64: Buffer.from([0, 255, 10]).toString('base64') },
                'data.json': { json: { a: [1] } },
                'secret/one': 'x',
              },
            },
          },
        },
        'us-east-1': {},
      },
    },
    [other]: {
      regions: { 'eu-west-1': { buckets: { shared: { objects: { a: 'b' }, sharedWith: [account] }, private: {} } } },
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

const bucket = 'shop-state';
const get = (Key: string, Bucket = bucket, who?: Who) =>
  s3Client(sandbox, who).send(new GetObjectCommand({ Bucket, Key }));
const text = async (Key: string, Bucket = bucket, who?: Who) =>
  await (await get(Key, Bucket, who)).Body?.transformToString();
const head = (Key: string, who?: Who) => s3Client(sandbox, who).send(new HeadObjectCommand({ Bucket: bucket, Key }));
const put = (Key: string, Body: string | Readable, more: Partial<PutObjectCommandInput> = {}) =>
  s3Client(sandbox).send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));

test('1.1 an object comes back as it was put', async () => {
  const answer = await get('prod/terraform.tfstate');
  expect(answer).toMatchObject({
    ContentLength: state.length,
    ContentType: 'application/json',
    ETag: `"${createHash('md5').update(state).digest('hex')}"`,
    LastModified: new Date(sandbox.clock.now()),
    ServerSideEncryption: 'AES256',
    Metadata: { by: 'tofu' },
  });
  expect(await answer.Body?.transformToString()).toBe(state);
  expect(await (await get('bytes.bin')).Body?.transformToByteArray()).toEqual(new Uint8Array([0, 255, 10]));
});

test('1.2 a HEAD has the headers alone', async () => {
  const [object, headed] = [await get('prod/terraform.tfstate'), await head('prod/terraform.tfstate')];
  expect(headed).toMatchObject({
    ContentLength: state.length,
    ContentType: 'application/json',
    ETag: object.ETag,
    Metadata: { by: 'tofu' },
  });
});

test('1.3 what is not there is told so', async () => {
  expect(await refusalOf(get('none'))).toEqual({
    code: 'NoSuchKey',
    message: 'The specified key does not exist.',
    status: 404,
  });
  expect(await refusalOf(get('a', 'no-such-bucket'))).toEqual({
    code: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
    status: 404,
  });
});

test('1.4 a refused HEAD tells its status alone', async () => {
  expect(await refusalOf(head('none'))).toMatchObject({ code: 'NotFound', status: 404 });
});

test('1.5 a checksum comes on demand', async () => {
  expect((await get('prod/terraform.tfstate')).ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
  const client = new S3Client({ ...configOf(sandbox.environment()), responseChecksumValidation: 'WHEN_REQUIRED' });
  const plain = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'prod/terraform.tfstate' }));
  expect(plain.ChecksumCRC32).toBeUndefined();
});

test('1.6 a bucket tells its region', async () => {
  const answer = await s3Client(sandbox).send(new HeadBucketCommand({ Bucket: bucket }));
  expect(answer.BucketRegion).toBe('eu-west-1');
});

test('2.1 objects are put at once or in pieces', async () => {
  const { ETag } = await put('new.txt', 'naïve', { ContentType: 'text/plain', Metadata: { a: 'b' } });
  expect(await get('new.txt')).toMatchObject({ ETag, ContentType: 'text/plain', Metadata: { a: 'b' } });
  expect(await text('new.txt')).toBe('naïve');
  const pieces = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')]);
  await put('streamed', pieces, { ContentLength: 140_000 });
  expect(await text('streamed')).toBe('a'.repeat(70_000) + 'b'.repeat(70_000));
  const [, streamed] = sandbox.requests('s3.PutObject');
  expect(streamed?.headers['content-encoding']).toContain('aws-chunked');
});

test('2.2 a body that is not what it should be is not kept', async () => {
  expect((await refusalOf(put('bad', 'x', { ChecksumCRC32: 'AAAAAA==' }))).code).toBe('BadDigest');
  expect((await refusalOf(get('bad'))).code).toBe('NoSuchKey');
});

test('3.1 the client addresses buckets by path', async () => {
  await text('data.json');
  expect(sandbox.requests('s3.*')[0]).toMatchObject({
    operation: 's3.GetObject',
    body: { Bucket: bucket, Key: 'data.json' },
    headers: { host: new URL(sandbox.endpoint).host },
  });
});

test.each(['a b/ü?#+%&=.txt', '../up', 'a//b', "it's (1)!*"])('3.2 a key may be %s', async (key) => {
  await put(key, key);
  expect(await text(key)).toBe(key);
});

test('3.3 what is missing here is refused', async () => {
  const client = s3Client(sandbox);
  for (const call of [
    () => client.send(new GetObjectCommand({ Bucket: bucket, Key: 'data.json', Range: 'bytes=0-1' })),
    () => client.send(new GetObjectCommand({ Bucket: bucket, Key: 'data.json', VersionId: '1' })),
    () => client.send(new ListObjectsV2Command({ Bucket: bucket })),
  ]) {
    expect(await refusalOf(call())).toMatchObject({ code: 'NotImplemented', status: 501 });
  }
});

test('4.1 a denied object is named in quotes', async () => {
  const who = { role: 'reader' };
  expect(await text('data.json', bucket, who)).toBe('{"a":[1]}');
  expect(await refusalOf(get('secret/one', bucket, who))).toEqual({
    code: 'AccessDenied',
    message: `User: arn:aws:sts::${account}:assumed-role/reader/sandbox is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::shop-state/secret/one" because no identity-based policy allows the s3:GetObject action`,
    status: 403,
  });
  expect((await refusalOf(head('secret/one', who))).status).toBe(403);
});

test('4.2 whoever may not list does not learn what is missing', async () => {
  const who = { role: 'blind' };
  expect(await text('secret/one', bucket, who)).toBe('x');
  expect(await refusalOf(get('none', bucket, who))).toMatchObject({
    code: 'AccessDenied',
    message: expect.stringContaining('s3:ListBucket on resource: "arn:aws:s3:::shop-state"'),
  });
});

test('4.3 buckets of other accounts are shared or closed', async () => {
  expect(await text('a', 'shared')).toBe('b');
  expect(await refusalOf(get('a', 'private'))).toMatchObject({
    code: 'AccessDenied',
    message: expect.stringContaining('because no resource-based policy allows the s3:GetObject action'),
  });
});

test('4.4 a bucket is reached in its region', async () => {
  expect(await refusalOf(get('data.json', bucket, { region: 'us-east-1' }))).toMatchObject({
    code: 'AuthorizationHeaderMalformed',
    message: "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    status: 400,
  });
});

test('4.5 S3 refuses keys and signatures in its own words', async () => {
  const env = sandbox.environment();
  const asked = (change: Readonly<Record<string, string>>): Promise<unknown> =>
    new S3Client(configOf({ ...env, ...change })).send(new GetObjectCommand({ Bucket: bucket, Key: 'data.json' }));
  expect(await refusalOf(asked({ AWS_ACCESS_KEY_ID: 'AKIAAAAAAAAAAAAAAAAA' }))).toEqual({
    code: 'InvalidAccessKeyId',
    message: 'The AWS Access Key Id you provided does not exist in our records.',
    status: 403,
  });
  expect(await refusalOf(asked({ AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) }))).toMatchObject({
    code: 'SignatureDoesNotMatch',
    status: 403,
  });
  const session = sandbox.environment({ role: 'reader' });
  await sandbox.clock.advance({ hours: 2 });
  expect(await refusalOf(asked(session))).toEqual({
    code: 'ExpiredToken',
    message: 'The provided token has expired.',
    status: 400,
  });
  const unsigned = await fetch(`${sandbox.endpoint}/${bucket}/data.json`);
  expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
});

test('5.1 objects and buckets change while the sandbox runs', async () => {
  sandbox.s3.put(bucket, 'data.json', { json: { b: 2 } });
  expect(await text('data.json')).toBe('{"b":2}');
  sandbox.s3.remove(bucket, 'data.json');
  expect((await refusalOf(get('data.json'))).code).toBe('NoSuchKey');
  sandbox.s3.putBucket('fresh', { objects: { a: 'b' } });
  expect(await text('a', 'fresh')).toBe('b');
  sandbox.s3.removeBucket('fresh');
  expect((await refusalOf(get('a', 'fresh'))).code).toBe('NoSuchBucket');
  expect(() => sandbox.s3.put('fresh', 'a', 'b')).toThrow('there is no bucket fresh');
});
