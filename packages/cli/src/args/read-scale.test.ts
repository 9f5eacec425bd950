import { errorInfo } from '@funade/core';
import { expect, test } from 'vitest';
import { readScale } from './read-scale.ts';

test('a count, a range and a suspension are read', () => {
  expect(readScale(['api=4', 'web=2..6', 'worker=suspend', 'jobs=resume', 'off=0'])).toEqual({
    api: { type: 'count', count: 4 },
    web: { type: 'range', min: 2, max: 6 },
    worker: { type: 'suspension', suspended: true },
    jobs: { type: 'suspension', suspended: false },
    off: { type: 'count', count: 0 },
  });
});

test.each([
  ['api'],
  ['=4'],
  ['api='],
  ['api=-1'],
  ['api=2.5'],
  ['api=6..2'],
  ['api=1..'],
  ['api=9999999'],
  ['api=1', 'api=2'],
])('%j is refused', (...written) => {
  const refused = (): unknown => {
    try {
      return readScale(written);
    } catch (error) {
      const { code, message } = errorInfo(error);
      return [code, message];
    }
  };
  expect(refused()).toMatchSnapshot();
});
