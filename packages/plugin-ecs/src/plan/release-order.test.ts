import type { Relation } from '@funade/core';
import { expect, test } from 'vitest';
import { type OrderInput, releaseOrder } from './release-order.ts';

const running = '1111111111111111111111111111111111111111';
const commit = '2222222222222222222222222222222222222222';

function input(relation: Relation | null, changes: Partial<OrderInput> = {}): OrderInput {
  return {
    version: { target: 'api@production', from: 'main-1111111', to: 'main-2222222', step: null },
    lineage: relation === null ? null : { commit: relation === 'unrecorded' ? null : running, relation },
    commit,
    allowDowngrade: false,
    strict: false,
    ...changes,
  };
}

/** What becomes of it: `step` where it goes on, codes of warnings behind it, or the code of the refusal. */
function outcome(given: OrderInput): string {
  try {
    const { version, warnings } = releaseOrder(given);
    return [String(version.step), ...warnings.map(({ code }) => code)].join(' ');
  } catch (error) {
    return String((error as { readonly code?: string }).code);
  }
}

test.each<[Relation | null, string, strict: string, allowed: string]>([
  ['same', 'null', 'null', 'null'],
  ['newer', 'null', 'null', 'null'],
  ['older', 'DOWNGRADE', 'DOWNGRADE', 'downgrade'],
  ['unrelated', 'null ORDER_UNRELATED', 'ORDER_UNKNOWN', 'null ORDER_UNRELATED'],
  ['shallow', 'null ORDER_UNKNOWN', 'ORDER_UNKNOWN', 'null ORDER_UNKNOWN'],
  ['unknown', 'null ORDER_UNKNOWN', 'ORDER_UNKNOWN', 'null ORDER_UNKNOWN'],
  ['unrecorded', 'null', 'null ORDER_UNKNOWN', 'null ORDER_UNKNOWN'],
  [null, 'null', 'null ORDER_UNKNOWN', 'null ORDER_UNKNOWN'],
])('a release whose commit is %s: %s, strict: %s, allowed: %s', (relation, known, ...[strict, allowed]) => {
  expect(outcome(input(relation))).toBe(known);
  expect(outcome(input(relation, { strict: true }))).toBe(strict);
  expect(outcome(input(relation, { strict: true, allowDowngrade: true }))).toBe(allowed);
});

test('versions that can be compared decide alone', () => {
  const version = { target: 'api@production', from: 'v1.0.0', to: 'v1.0.1', step: 'patch' } as const;
  expect(releaseOrder(input('older', { version, strict: true }))).toEqual({ version, warnings: [] });
});

test('what is told reads as it should', () => {
  const relations: readonly Relation[] = ['older', 'unrelated', 'shallow', 'unknown'];
  const texts = relations.map((relation) => {
    try {
      releaseOrder(input(relation, { strict: true }));
      return '';
    } catch (error) {
      const { code, message, hint } = error as {
        readonly code: string;
        readonly message: string;
        readonly hint: string;
      };
      return `${code} ${message}\n  hint: ${hint}`;
    }
  });
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "DOWNGRADE api@production runs commit 1111111, which comes after 2222222
      hint: to deploy the older commit anyway, pass --allow-downgrade
    ORDER_UNKNOWN api@production runs commit 1111111, and 2222222 does not come after it: what is in 1111111 and not in 2222222 will be lost
      hint: the environment has order: 'strict'; to deploy anyway, pass --allow-downgrade
    ORDER_UNKNOWN api@production runs commit 1111111; whether 2222222 comes after it is not known, as the clone is shallow: fetch the whole history (fetch-depth: 0 in GitHub Actions, GIT_DEPTH: 0 in GitLab)
      hint: the environment has order: 'strict'; to deploy anyway, pass --allow-downgrade
    ORDER_UNKNOWN api@production runs commit 1111111, which is not in this repository: whether 2222222 comes after it is not known
      hint: the environment has order: 'strict'; to deploy anyway, pass --allow-downgrade"
  `);
});
