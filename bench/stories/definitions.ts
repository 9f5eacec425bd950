import { exactJsonText, type JsonObject, parseExactJson } from '@funade/core';
import fc from 'fast-check';
import { responseOnlyFields } from '../../packages/plugin-ecs/src/model/response-only-fields.ts';
import { toRegisterInput } from '../../packages/plugin-ecs/src/task-definition/to-register-input.ts';
import { isCaught, mutantsOf, rulesSource } from '../../packages/plugin-ecs/test/mutants.ts';
import { publishedRequest } from '../../packages/plugin-ecs/test/published-arbitrary.ts';
import { realTaskDefinitions } from '../../packages/plugin-ecs/test/real-task-definitions.ts';
import type { Figure } from '../figure.ts';

const generated = 2000;

/** How many task definitions are registered again as they were described, and how well equality is tested. */
export async function definitions(): Promise<readonly Figure[]> {
  const samples = fc.sample(publishedRequest, generated).map(({ tags: _, ...request }) => exactJsonText(request));
  const real = realTaskDefinitions.map(({ body }) => exactJsonText(parseExactJson(body)));
  const mutants = mutantsOf(await rulesSource());
  const surviving = mutants.filter(({ source }) => !isCaught(source));
  return [
    all('task definitions round-tripped to the letter, generated', samples.filter(goesRound).length, samples.length),
    all('task definitions round-tripped to the letter, real', real.filter(goesRound).length, real.length),
    all('mutants of the rules of equality that a test catches', mutants.length - surviving.length, mutants.length),
    ...surviving.map(({ what }) => ({ name: 'a mutant that survives', value: what, aim: '' })),
  ];
}

/** Whether a request that is described is registered as the same text. */
function goesRound(request: string): boolean {
  const { tags, ...taskDefinition } = parseExactJson(request) as JsonObject;
  const answer = Object.fromEntries(responseOnlyFields.map((field) => [field, 'of the answer']));
  const wire = exactJsonText({ taskDefinition: { ...taskDefinition, ...answer }, tags: tags ?? [] });
  const described = parseExactJson(wire) as {
    readonly taskDefinition: JsonObject;
    readonly tags: readonly JsonObject[];
  };
  return exactJsonText(toRegisterInput(described)) === exactJsonText({ ...taskDefinition, ...(tags ? { tags } : {}) });
}

function all(name: string, count: number, of: number): Figure {
  return { name, value: `${count} of ${of}`, aim: 'all' };
}
