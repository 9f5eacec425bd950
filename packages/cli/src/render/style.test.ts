import { expect, test } from 'vitest';
import { memoryOutput } from '../../test/builders.ts';
import { styleOf } from './style.ts';

const terminal = memoryOutput({ isTTY: true });
const pipe = memoryOutput();

test.each([
  { scenario: 'a terminal', output: terminal, env: {}, wanted: true, coloured: true },
  { scenario: 'a pipe', output: pipe, env: {}, wanted: true, coloured: false },
  { scenario: '--no-color', output: terminal, env: {}, wanted: false, coloured: false },
  { scenario: 'NO_COLOR', output: terminal, env: { NO_COLOR: '1' }, wanted: true, coloured: false },
  { scenario: 'an empty NO_COLOR says nothing', output: terminal, env: { NO_COLOR: '' }, wanted: true, coloured: true },
  { scenario: 'FORCE_COLOR', output: pipe, env: { FORCE_COLOR: '1' }, wanted: true, coloured: true },
  { scenario: 'both', output: pipe, env: { FORCE_COLOR: '1', NO_COLOR: '1' }, wanted: true, coloured: false },
  { scenario: 'a dumb terminal', output: terminal, env: { TERM: 'dumb' }, wanted: true, coloured: false },
])('$scenario', ({ output, env, wanted, coloured }) => {
  expect(styleOf(output, { env }, wanted).red('x') !== 'x').toBe(coloured);
});
