import { hostileParts, hostileTexts } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { memoryOutput } from '../../test/builders.ts';
import { guardOutput } from './guard-output.ts';

test('what is written is no order to a CI, and what is commanded is', () => {
  const output = memoryOutput({ columns: 80 });
  const guarded = guardOutput(output);
  for (const text of hostileTexts) guarded.write(`${text}\n  ${text}\n\u001b[2m${text}\n`);
  expect(hostileParts(output.text()).filter((part) => !part.startsWith('"'))).toEqual([]);
  const commanded = memoryOutput();
  guardOutput(commanded).command('::group::title\n');
  expect([commanded.text(), guarded.columns]).toEqual(['::group::title\n', 80]);
});
