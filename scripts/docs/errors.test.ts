import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainedCodes, explanations } from '../../packages/cli/src/explain/explanations.ts';
import { root } from '../packages.ts';
import { codesOf, errorCodes } from './error-codes.ts';
import { renderErrors } from './render-errors.ts';

const found = errorCodes();

test('the reference has every code that is explained', async () => {
  await expect(renderErrors()).toMatchFileSnapshot(join(root, 'docs/reference/errors.md'));
});

test('every code of the sources is explained, and nothing else is', () => {
  expect(found.size).toBeGreaterThan(250);
  expect([...explainedCodes()].sort()).toEqual([...found.keys()]);
});

test('every explanation has the exit code that its error has', () => {
  const told = explanations.flatMap(({ codes }) => Object.entries(codes));
  const wrong = told.filter(([code, { exit }]) => {
    const exits = found.get(code)?.exits ?? [];
    return typeof exit === 'number' ? exits.length > 0 && !exits.includes(exit) : exits.length > 0;
  });
  expect(wrong.map(([code, { exit }]) => [code, exit, found.get(code)?.exits])).toEqual([]);
});

test('explanations are sentences', () => {
  const texts = explanations.flatMap(({ codes }) => Object.values(codes).flatMap(({ means, mend }) => [means, mend]));
  expect(texts.filter((text) => !/^[A-Z`0-9].*[.`]$/s.test(text))).toEqual([]);
});

test('codes are read from the syntax of the sources', () => {
  const source = `
    throw new DeployError('ONE', 'text', { category: 'refused' });
    new DeployError(late ? 'TWO_A' : 'TWO_B', 'text', { outcome: 'rolled-back' });
    warn('OLD_IMAGE', 'text');
    const code = newer ? 'ORDER_X' : 'ORDER_Y';
    list.push({ code: 'KEPT', message });
    call('NOT_A_CODE', { name: 'NOR_THIS' });
  `;
  expect([...codesOf('packages/x/src/a.ts', source)]).toEqual([
    ['ONE', [8]],
    ['TWO_A', [3]],
    ['TWO_B', [3]],
    ['OLD_IMAGE', []],
    ['ORDER_X', []],
    ['ORDER_Y', []],
    ['KEPT', []],
  ]);
});
