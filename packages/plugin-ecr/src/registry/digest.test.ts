import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { checked, digestOf, requireDigest } from './digest.ts';

const bytes = Buffer.from('hello');
const from = 'registry.example.com/shop/api';

test.each(['sha256', 'sha512'] as const)(
  'bytes pass for their digest by %s, in one piece and as they come',
  async (algorithm) => {
    const digest = digestOf(bytes, algorithm);
    expect(() => requireDigest(bytes, digest, from)).not.toThrow();
    const stream = checked({ digest, size: 5, mediaType: '' }, from);
    stream.write(bytes.subarray(0, 2));
    stream.end(bytes.subarray(2));
    expect((await buffer(stream)).toString()).toBe('hello');
  },
);

test.each([
  'sha256:abc',
  `sha256:${'A'.repeat(64)}`,
  `md5:${'0'.repeat(32)}`,
  `sha256:${'0'.repeat(128)}`,
  `sha512:${'0'.repeat(64)}`,
])('%s can be checked by nobody', (digest) => {
  const expected = expect.objectContaining({ code: 'DIGEST_UNSUPPORTED' });
  expect(() => requireDigest(bytes, digest, from)).toThrow(expected);
  expect(() => checked({ digest, size: 5, mediaType: '' }, from)).toThrow(expected);
});

test.each([
  ['other bytes', 'hallo', 5, 'DIGEST_MISMATCH'],
  ['more bytes than it has', 'hello and more', 5, 'DIGEST_MISMATCH'],
  ['other bytes of unknown size', 'hallo', 0, 'DIGEST_MISMATCH'],
])('a stream of %s fails', async (...[, text, size, code]) => {
  const digest = digestOf(bytes);
  const stream = checked({ digest, size, mediaType: '' }, from);
  stream.end(text);
  await expect(buffer(stream)).rejects.toMatchObject({ code });
});

test('a stream that ends early says so', async () => {
  const digest = digestOf(bytes);
  const stream = checked({ digest, size: 5, mediaType: '' }, from);
  stream.end('hel');
  await expect(buffer(stream)).rejects.toThrow(`${from} stopped sending ${digest} after 3 of 5 bytes`);
});
