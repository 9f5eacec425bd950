import { expect, test } from 'vitest';
import { foreignKind } from './foreign-answer.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };

test.each([
  ['a page', 404, html, 10, 'a page of HTML'],
  ['a page that says all is well', 200, html, 10, 'a page of HTML'],
  ['a page of a gateway', 502, html, 10, 'a page of HTML'],
  ['a text', 404, { 'content-type': 'text/plain' }, 10, 'text/plain'],
  ['a text of no type', 404, {}, 10, 'text'],
  ['nothing', 404, {}, 0, 'nothing'],
  ['JSON', 400, { 'content-type': 'application/x-amz-json-1.1' }, 10, null],
  ['XML', 403, { 'content-type': 'text/xml' }, 10, null],
  ['nothing with the mark of AWS', 404, { 'x-amz-request-id': 'A' }, 0, null],
  ['too many requests', 429, {}, 0, null],
  ['a fault', 500, {}, 0, null],
  ['an object', 200, {}, 10, null],
])('an answer of %s', (...[, status, headers, size, kind]) => {
  expect(foreignKind({ status, headers, size })).toBe(kind);
});
