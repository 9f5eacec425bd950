import { expect, test } from 'vitest';
import { memoryOutput } from '../../test/builders.ts';
import type { Output } from '../model/io.ts';
import { maskInJob } from './mask-in-job.ts';

const job = { GITHUB_ACTIONS: 'true' };

function masksOf(secrets: readonly string[], changes: Partial<Output> = {}, env: Record<string, string> = job): string {
  const stderr = memoryOutput(changes);
  const mask = maskInJob({ env, stderr });
  for (const secret of secrets) mask?.(secret);
  return stderr.text();
}

test('secrets of a GitHub job are registered with its runner', () => {
  expect(masksOf(['hunter22', '100%::sure'])).toBe('::add-mask::hunter22\n::add-mask::100%25::sure\n');
});

test('of a file only the lines that hold something are', () => {
  expect(masksOf(['registry=https://npm.example\n//npm.example/:_authToken=0123456789abcdef\n'])).toBe(
    '::add-mask:://npm.example/:_authToken=0123456789abcdef\n',
  );
});

test.each<[place: string, changes: Partial<Output>, env: Record<string, string>]>([
  ['a terminal', { isTTY: true }, job],
  ['a file', { isFile: true }, job],
  ['another CI', {}, { GITLAB_CI: 'true' }],
])('nothing is printed on %s', (_, changes, env) => {
  expect(masksOf(['hunter22'], changes, env)).toBe('');
});
