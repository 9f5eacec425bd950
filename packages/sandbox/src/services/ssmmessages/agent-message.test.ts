import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from './agent-message.ts';

const message = {
  type: 'output_stream_data',
  sequence: 7,
  createdAt: 1_795_000_000_123,
  flags: 1,
  id: '00112233-4455-6677-8899-aabbccddeeff',
  payloadType: 1,
  payload: Buffer.from('hello'),
};

test('a message is what it was', () => {
  expect(decodeMessage(encodeMessage(message))).toEqual(message);
});

test('a UUID stands with its last half first, a type is filled up with blanks', () => {
  const bytes = encodeMessage(message);
  expect(bytes.subarray(64, 80).toString('hex')).toBe('8899aabbccddeeff0011223344556677');
  expect(bytes.toString('ascii', 4, 36)).toBe('output_stream_data'.padEnd(32));
  expect(bytes.readUInt32BE(0)).toBe(116);
});

test.each([0, 1, 64, 119, 124])('the first %i bytes are no message', (length) => {
  expect(decodeMessage(encodeMessage(message).subarray(0, length))).toBeNull();
});
