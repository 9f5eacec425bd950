import { expect, test } from 'vitest';
import { judgeAnswer } from './judge-answer.ts';

const answer = { status: 200, location: null, body: null };
const version = { status: [200], json: { version: '1' } };

test.each([
  ['the status', { status: [200] }, answer, null],
  ['one of several', { status: [200, 204] }, { ...answer, status: 204 }, null],
  ['another status', { status: [200, 204] }, { ...answer, status: 500 }, 'it answered 500, expected 200 or 204'],
  [
    'a redirect',
    { status: [200] },
    { ...answer, status: 302, location: 'https://x/login?next=1' },
    'it redirects to https://x/login (302), expected 200',
  ],
  ['a redirect that is expected', { status: [302] }, { ...answer, status: 302, location: '/' }, null],
  ['304, which leads nowhere', { status: [200] }, { ...answer, status: 304 }, 'it answered 304, expected 200'],
  ['the JSON', version, { ...answer, body: '{"version":"1","up":true}' }, null],
  ['other JSON', version, { ...answer, body: '{"version":"2"}' }, 'it answered 200, but version is "2", expected "1"'],
  ['no JSON', version, { ...answer, body: '<html>' }, 'it answered 200 with what is not JSON'],
  ['nothing', version, { ...answer, body: '' }, 'it answered 200 with what is not JSON'],
])('%s', (...[, expected, seen, text]) => {
  const sighting = judgeAnswer(expected, seen);
  expect(sighting.good ? null : sighting.text).toBe(text);
});

test('at most five lines of a body are shown, each cut', () => {
  const body = Array.from({ length: 9 }, (_, index) => `${index}`.repeat(300)).join('\n\n');
  const sighting = judgeAnswer({ status: [200] }, { ...answer, status: 500, body });
  expect(sighting.good ? [] : sighting.evidence.map((line) => line.length)).toEqual([201, 201, 201, 201, 201]);
});
