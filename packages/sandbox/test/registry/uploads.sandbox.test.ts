import { connect } from 'node:net';
import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { ecrClient } from '../clients.ts';
import { digestOf } from '../images.ts';
import { refusal, repository, startWith } from './support.ts';

describe('uploads', () => {
  const bytes = 'a layer of some bytes';
  const digest = digestOf(bytes);

  test.each([
    ['one request', []],
    ['POST and PUT', ['']],
    ['chunks', ['a layer ', 'of some ']],
    ['one PATCH', [bytes]],
  ])('2.1 a blob comes in %s', async (_, chunks) => {
    const { sandbox, registry } = await startWith();
    await using __ = sandbox;
    if (chunks.length === 0) await registry.pushBlob('shop/api', bytes);
    else {
      const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
      expect(begun.status).toBe(202);
      let location = begun.headers.get('location') ?? '';
      let sent = 0;
      for (const chunk of chunks.filter((part) => part !== '')) {
        const headers = { 'content-range': `${sent}-${sent + chunk.length - 1}` };
        const next = await registry.fetch(location, { method: 'PATCH', body: chunk, headers });
        sent += chunk.length;
        expect([next.status, next.headers.get('range')]).toEqual([202, `0-${sent - 1}`]);
        location = next.headers.get('location') ?? '';
      }
      const done = await registry.fetch(`${location}?digest=${digest}`, { method: 'PUT', body: bytes.slice(sent) });
      expect([done.status, done.headers.get('location')]).toEqual([201, `${repository}/blobs/${digest}`]);
    }
    expect(await (await registry.fetch(`${repository}/blobs/${digest}`)).text()).toBe(bytes);
  });

  test('2.2 a chunk out of order is told where to go on', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    await registry.fetch(location, { method: 'PATCH', body: 'a layer ' });
    const wrong = await registry.fetch(location, {
      method: 'PATCH',
      body: 'some',
      headers: { 'content-range': '11-14' },
    });
    expect([wrong.status, wrong.headers.get('range')]).toEqual([416, '0-7']);
    const asked = await registry.fetch(location);
    expect([asked.status, asked.headers.get('range')]).toEqual([204, '0-7']);
  });

  test('2.3 bytes that are not what was said are gone', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const send = (said: string) =>
      registry.fetch(`${repository}/blobs/uploads/?digest=${said}`, { method: 'POST', body: 'other bytes' });
    expect(await refusal(send(digest))).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect(await refusal(send('md5:1'))).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.fetch(`${repository}/blobs/${digest}`)).status).toBe(404);
  });

  test('2.4 a blob of another repository is mounted', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await registry.pushBlob('shop/other', bytes);
    const mount = (from: string) =>
      registry.fetch(`${repository}/blobs/uploads/?mount=${digest}&from=${from}`, { method: 'POST' });
    expect((await mount('shop/nope')).status).toBe(202);
    expect((await mount('shop/fixed')).status).toBe(202);
    expect((await mount('shop/other')).status).toBe(201);
    expect(await (await registry.fetch(`${repository}/blobs/${digest}`)).text()).toBe(bytes);
  });

  test('2.5 an upload that is no more is unknown', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    expect((await registry.fetch(location, { method: 'DELETE' })).status).toBe(204);
    expect(await refusal(registry.fetch(location, { method: 'PATCH', body: 'x' }))).toMatchObject({
      status: 404,
      code: 'BLOB_UPLOAD_UNKNOWN',
    });
  });

  test('2.6 an upload survives a cut connection', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    const { authorizationData } = await ecrClient(sandbox).send(new GetAuthorizationTokenCommand({}));
    const socket = connect(Number(registry.host.split(':')[1]), '127.0.0.1');
    const login = authorizationData?.[0]?.authorizationToken;
    socket.write(
      `PATCH ${location} HTTP/1.1\r\nhost: x\r\nauthorization: Basic ${login}\r\ncontent-length: ${bytes.length}\r\n\r\na layer `,
    );
    const received = async () => (await registry.fetch(location)).headers.get('range');
    await expect.poll(received).toBe('0-7');
    socket.destroy();
    const headers = { 'content-range': `8-${bytes.length - 1}` };
    const rest = await registry.fetch(location, { method: 'PATCH', body: bytes.slice(8), headers });
    expect(rest.status).toBe(202);
    expect((await registry.fetch(`${location}?digest=${digest}`, { method: 'PUT' })).status).toBe(201);
  });
});

describe('blobs', () => {
  test.each([
    ['bytes=2-4', 206, 'cde', 'bytes 2-4/10'],
    ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=8-99', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=10-12', 416, null, 'bytes */10'],
    ['lines=1-2', 200, 'abcdefghij', null],
  ])('3.1 range %s is status %s', async (...[range, status, text, contentRange]) => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const digest = await registry.pushBlob('shop/api', 'abcdefghij');
    const head = await registry.fetch(`${repository}/blobs/${digest}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
    const part = await registry.fetch(`${repository}/blobs/${digest}`, { headers: { range } });
    expect([part.status, part.headers.get('content-range')]).toEqual([status, contentRange]);
    if (text !== null) expect(await part.text()).toBe(text);
  });

  test('3.2 a blob is known where it was pushed and nowhere else', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const digest = await registry.pushBlob('shop/other', 'x');
    expect(await refusal(registry.fetch(`${repository}/blobs/${digest}`))).toMatchObject({
      status: 404,
      code: 'BLOB_UNKNOWN',
    });
  });

  test('3.3 a deleted blob is unknown', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const path = `${repository}/blobs/${await registry.pushBlob('shop/api', 'x')}`;
    expect((await registry.fetch(path, { method: 'DELETE' })).status).toBe(202);
    expect((await registry.fetch(path)).status).toBe(404);
  });
});
