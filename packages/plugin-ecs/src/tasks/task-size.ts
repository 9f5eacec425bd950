import type { JsonObject } from '@funade/core';
import {
  type DefinitionProblem,
  objectIn,
  objectsIn,
  textIn,
  textsIn,
  viewOf,
} from '../definition-rules/definition-view.ts';
import { fargateSizeProblems } from '../definition-rules/fargate-size.ts';
import { isSize, sizeText } from '../definition-rules/size-text.ts';

/** What ECS would refuse of the size that a request of RunTask has otherwise than its definition. */
export function taskSizeProblems(request: JsonObject, definition: JsonObject): readonly DefinitionProblem[] {
  const overrides = objectIn(request, 'overrides');
  const size = (['cpu', 'memory'] as const).flatMap((unit) => {
    const text = textIn(overrides, unit);
    return text === null ? [] : [{ unit, text }];
  });
  const wrong = size.filter(({ unit, text }) => !isSize(text, unit));
  if (wrong.length > 0)
    return wrong.map(({ unit, text }) => ({
      path: unit,
      message: `expected ${sizeText[unit]}, not ${JSON.stringify(text)}`,
    }));
  if (size.length === 0 || !runsOnFargate(request, definition)) return [];
  const body = { ...definition, ...Object.fromEntries(size.map(({ unit, text }) => [unit, text])) };
  return fargateSizeProblems(viewOf(body, { onFargate: true }));
}

function runsOnFargate(request: JsonObject, definition: JsonObject): boolean {
  const launchType = textIn(request, 'launchType');
  if (launchType !== null) return launchType === 'FARGATE';
  const providers = objectsIn(request, 'capacityProviderStrategy').map((each) => textIn(each, 'capacityProvider'));
  if (providers.length > 0) return providers.every((name) => name === 'FARGATE' || name === 'FARGATE_SPOT');
  // The default strategy of the cluster decides, and a definition for Fargate alone fits nothing else.
  const [wanted, ...more] = textsIn(definition, 'requiresCompatibilities');
  return wanted === 'FARGATE' && more.length === 0;
}
