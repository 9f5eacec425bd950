import { exactJsonText, type JsonObject, parseExactJson } from '@funade/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publishedRequest } from '../../test/published-arbitrary.ts';
import { responseOnlyFields } from '../model/response-only-fields.ts';
import { normalise } from './normalise.ts';
import { taskDefinitionKey } from './same-task-definition.ts';
import { toRegisterInput } from './to-register-input.ts';

const answer = Object.fromEntries(responseOnlyFields.map((field) => [field, 'of the answer']));

test('registering what is described is the request, for the full published shape and what may follow it', () => {
  fc.assert(
    fc.property(publishedRequest, ({ tags: _, ...request }) => {
      const wire = exactJsonText({ taskDefinition: { ...request, ...answer } });
      const { taskDefinition } = parseExactJson(wire) as { readonly taskDefinition: JsonObject };
      const again = toRegisterInput({ taskDefinition, tags: [] });
      expect(exactJsonText(again)).toBe(exactJsonText(request));
    }),
    { numRuns: 500 },
  );
});

test('a definition equals itself normalised, and normalising twice changes nothing', () => {
  fc.assert(
    fc.property(publishedRequest, (request) => {
      const once = normalise(request);
      expect(normalise(once)).toEqual(once);
      expect(taskDefinitionKey(once)).toBe(taskDefinitionKey(request));
    }),
    { numRuns: 300 },
  );
});
