import { readFile } from 'node:fs/promises';
import type { Check } from '@funade/core';
import { buildRequest } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { renderChecks, renderChecksJson } from './render-checks.ts';

const api = { target: 'api@production' } as const;
const checks: readonly Check[] = [
  { ...api, kind: 'cluster', what: 'cluster shop', result: 'ok', reason: null },
  { ...api, kind: 'plan', what: 'plan', result: 'ok', reason: '4 steps' },
  { ...api, kind: 'role', what: 'execution role shop', result: 'not-permitted', reason: 'it requires iam:GetRole' },
  {
    ...api,
    kind: 'parameter',
    what: 'parameter /shop/db (DB_URL of app)',
    result: 'failed',
    reason: 'there is no such parameter in ap-northeast-1',
  },
  { target: 'web@production', kind: 'cluster', what: 'cluster shop\u001b', result: 'ok', reason: null },
];

test('every check is a line, on a narrow page as many as it takes', () => {
  expect(renderChecks(checks, { width: 120 })).toMatchInlineSnapshot(`
    "api@production
      OK      cluster shop
      OK      plan: 4 steps
      ?       execution role shop: not permitted to check: it requires iam:GetRole
      failed  parameter /shop/db (DB_URL of app): there is no such parameter in ap-northeast-1

    web@production
      OK      cluster shop\\u001b

    3 OK, 1 failed, 1 not permitted to check
    "
  `);
  expect(renderChecks(checks.slice(2, 4), { width: 44 })).toMatchInlineSnapshot(`
    "api@production
      ?       execution role shop: not permitted
              to check: it requires iam:GetRole
      failed  parameter /shop/db (DB_URL of
              app): there is no such parameter
              in ap-northeast-1

    0 OK, 1 failed, 1 not permitted to check
    "
  `);
});

test('a reason of several lines keeps them', () => {
  const reason =
    'ECS would reject the task definition td.json:\n  cpu: expected a string, and 256 is a number\n  memory: x\u001b';
  expect(
    renderChecks([{ ...api, kind: 'plan', what: 'plan', result: 'failed', reason }], { width: 50 }),
  ).toMatchInlineSnapshot(`
      "api@production
        failed  plan: ECS would reject the task
                definition td.json:
                  cpu: expected a string, and 256 is a
                    number
                  memory: x\\u001b

      0 OK, 1 failed
      "
    `);
});

test('colours add nothing to the text', () => {
  const mark = (text: string) => `<${text}>`;
  const colour = { bold: mark, dim: mark, red: mark, green: mark, yellow: mark, cyan: mark };
  expect(renderChecks(checks, { colour }).replace(/[<>]/g, '')).toBe(renderChecks(checks));
});

test('programs read one object, which its page describes', async () => {
  const printed = JSON.parse(renderChecksJson(buildRequest(['api', 'web']), checks));
  expect(printed).toMatchObject({
    schema: 'funade.checks/1',
    ok: false,
    totals: { ok: 3, failed: 1, notPermitted: 1 },
    checks,
  });
  const page = await readFile(new URL('../../../../docs/plan-json.md', import.meta.url), 'utf8');
  const fields = new Set<string>();
  JSON.parse(JSON.stringify(printed), (key, value) => {
    if (/^[a-zA-Z]+$/.test(key)) fields.add(key);
    return value;
  });
  expect([...fields].filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});
