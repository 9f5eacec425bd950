import { expect, test } from 'vitest';
import { checkOptions } from './options.ts';

const url = 'https://shop.example.com/healthz';

test.each([
  [{ url }],
  [{ url, status: [200, 204], consecutive: 3, header: { host: 'shop.example.com', 'x-key': { env: 'SMOKE_KEY' } } }],
  [{ command: ['npm', 'run', 'smoke'] }],
  [[{ url }, { name: 'smoke', command: ['./smoke.sh'], timeout: '30s' }]],
])('%j is returned as it is', (written) => {
  expect(checkOptions.parse(written)).toEqual(written);
  expect(checkOptions.parse(checkOptions.parse(written))).toEqual(written);
});

test('a timeout that is no duration is told once', () => {
  const { error } = checkOptions.safeParse({ url, consecutive: 2, timeout: '10' });
  expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining('not a duration: "10"')]);
});

test.each([
  [{ url: 'shop.example.com' }, 'is not an address such as https://'],
  [{ url: 'ftp://shop.example.com/' }, 'must begin with https:// or http://'],
  [{ url: 'https://alice:hunter22@shop.example.com/' }, 'must not contain a login'],
  [{ url: 'https://shop.example.com/?token=a1B2c3D4e5F6' }, 'contains what looks like a secret'],
  [{ url, header: { authorization: 'Bearer a1B2c3D4e5F6a1B2c3D4e5F6' } }, 'looks like a secret'],
  [{ url, header: { 'x key': '1' } }, 'Invalid key'],
  [{ url, header: { 'x-key': 'a\nb' } }, 'no header may have'],
  [{ url, method: 'HEAD', json: {} }, 'an answer to HEAD has no body'],
  [{ url, consecutive: 10, interval: '30s' }, '10 answers, 30s apart, do not fit into 120s'],
  [{ url, timeout: '2' }, 'not a duration: \\"2\\"'],
  [{ url, command: ['true'] }, 'Unrecognized key'],
  [{ command: [] }, 'names no program'],
  [{ command: ['curl', '-H', 'authorization: Bearer a1B2c3D4e5F6a1B2c3D4e5F6'] }, 'looks like a secret'],
  [[], 'lists no check'],
  [[{ url, name: '2' }, { url }], 'there are two checks \\"2\\"'],
])('%j is refused: %s', (written, text) => {
  const { error } = checkOptions.safeParse(written);
  expect(JSON.stringify(error?.issues ?? [])).toContain(text);
});
