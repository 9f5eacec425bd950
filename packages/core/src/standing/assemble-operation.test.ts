import { expect, test } from 'vitest';
import * as z from 'zod';
import { emptyOperation } from '../model/operation.ts';
import { defineOperations } from '../model/plugin.ts';
import { buildRequest } from '../testing/builders.ts';
import { assembleOperation } from './assemble-operation.ts';

test('an operation of a plugin without facts is refused', () => {
  const { project, environment, targets, allow } = buildRequest(['api']);
  const wanted = { operation: 'watch', project, environment, targets, started: {}, begun: {} } as const;
  const operations = defineOperations({ facts: z.null(), observe: async () => null, plan: () => emptyOperation });
  const request = { project, environment, targets: [], allow };
  const asked = [{ name: 'ecs', operations, request }] as unknown as Parameters<typeof assembleOperation>[1]['asked'];
  const parts = { asked, createdAt: '', definitions: new Map() };
  expect(() => assembleOperation(wanted, { ...parts, facts: {} })).toThrowError('there are none');
  expect(assembleOperation(wanted, { ...parts, facts: { ecs: null } })).toMatchObject({ plugins: ['ecs'], steps: [] });
});
