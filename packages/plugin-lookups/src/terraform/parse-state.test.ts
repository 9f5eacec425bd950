import { isDeployError } from '@funade/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseState } from './parse-state.ts';

test.each([
  ['nothing', '', 'it is not JSON'],
  ['a secret that is no JSON', 'hunter2', 'it is not JSON'],
  ['another format', '{"version":3}', 'its format is 3'],
  ['an encrypted state', '{"encrypted_data":"hunter2","meta":{}}', 'it does not state its format'],
  ['a list', '[]', 'it does not state its format'],
  ['resources that are none', '{"version":4,"resources":[{"mode":"hunter2"}]}', 'resources.0.mode is not as expected'],
])('%s is refused, and nothing of it is told', (_, text, reason) => {
  expect(() => parseState(text, 'infra/terraform.tfstate')).toThrow(
    expect.objectContaining({
      code: 'TERRAFORM_STATE_INVALID',
      message: `infra/terraform.tfstate is not a Terraform state of format 4: ${reason}`,
    }),
  );
});

test('a state without anything in it is one', () => {
  expect(parseState('{"version":4,"outputs":{},"resources":[],"check_results":null}', 'x')).toMatchObject({
    outputs: {},
  });
});

test('whatever stands there, only our own error comes of it', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((value) => `{"version":4,"outputs":${value},"resources":${value}}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parseState(text, 'x');
      } catch (error) {
        expect(isDeployError(error)).toBe(true);
      }
    }),
  );
});
