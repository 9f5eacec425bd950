import { expect, test } from 'vitest';
import { secretArn, secretNameProblem } from './secret-result.ts';

const where = { name: 'staging', account: '111111111111', region: 'eu-west-1', role: null, confirm: false };
const arn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop/db-a1B2c3';

test.each([
  ['a secret', { arn, deleted: false }, arn],
  ['a secret that is to be deleted', { arn, deleted: true }, 'the secret "shop/db" is marked for deletion'],
  ['nothing', null, 'there is no secret "shop/db" in account 111111111111 in eu-west-1'],
])('%s', (_, secret, expected) => {
  const result = secretArn('shop/db', secret, where);
  expect(result.found ? result.value : result.problem).toBe(expected);
});

test.each([
  ['shop/db', true],
  ['a@b=c+d_e.f-g', true],
  [arn, true],
  [arn.slice(0, -7), true],
  ['', false],
  ['shop db', false],
  ['shop/db:password::', false],
  [`${arn}:password::`, false],
])('%j is a name: %s', (name, expected) => {
  expect(secretNameProblem(name)).toBe(
    expected
      ? null
      : `"${name}" is not the name of a secret, such as shop/db; write the key after the lookup: {{secretArn "shop/db"}}:password::`,
  );
});
