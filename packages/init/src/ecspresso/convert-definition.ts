import { isJsonObject, type Json } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { inFile, isValueObject, type Value, type ValueObject } from '../model/value.ts';
import { imageOptions } from '../text/image-options.ts';
import type { Path } from '../text/source-document.ts';
import type { ConvertContext } from './convert-expression.ts';
import { openCarrier, type TemplateDocument, valueAt } from './template-document.ts';

/** Members that only the answer of DescribeTaskDefinition has. */
const answerOnly = new Set([
  ...['compatibilities', 'deleteRequestedAt', 'deregisteredAt', 'registeredAt', 'registeredBy', 'requiresAttributes'],
  ...['revision', 'status', 'taskDefinitionArn'],
]);

export interface ConvertedDefinition {
  readonly ecr: ValueObject;
  readonly ecs: ValueObject;
  readonly family: string | null;
  readonly left: readonly LeftOut[];
}

export interface DefinitionRequest {
  readonly context: ConvertContext;
  readonly account: string | null;
  /** Where the definition is to be kept. */
  readonly path: string;
}

/** The task definition of ecspresso as a file of its own, and what it says of images. */
export function convertDefinition(
  document: TemplateDocument,
  { context, account, path }: DefinitionRequest,
): ConvertedDefinition {
  const carrier = openCarrier(document, context);
  const { ledger } = carrier;
  const wrapped = isJsonObject(document.value) && isJsonObject(document.value.taskDefinition);
  const top: Path = wrapped ? ['taskDefinition'] : [];
  const definition = valueAt(document.value, top);
  if (!isJsonObject(definition)) {
    ledger.leave([], { what: 'the task definition', reason: 'it contains no object' });
    return { ecr: {}, ecs: {}, family: null, left: ledger.close(() => ({ reason: 'it is not read' })) };
  }
  const members: Record<string, Value> = {};
  for (const key of Object.keys(definition)) {
    if (answerOnly.has(key))
      ledger.leave([...top, key], { reason: 'only the answer of DescribeTaskDefinition has it: it is not registered' });
    else members[key] = carrier.value([...top, key]);
  }
  if (document.commented)
    ledger.leave([], { what: 'the comments', reason: 'the definition is kept as JSON, which has none' });
  const images = imageOptions(
    containersOf(definition).map(({ name, index }) => {
      const at: Path = [...top, 'containerDefinitions', index];
      const container = listed(members.containerDefinitions)[index] ?? {};
      return {
        name,
        image: textOf(container.image),
        filled: carrier.holdsAction([...at, 'image']),
        essential: valueAt(document.value, [...at, 'essential']) !== false,
        place: `${document.file}:${document.lineOf([...at, 'image'])}`,
      };
    }),
    account,
  );
  const written = {
    ...members,
    containerDefinitions: listed(members.containerDefinitions).map((container) =>
      images.set.includes(textOf(container.name)) ? { ...container, image: '<IMAGE1_NAME>' } : container,
    ),
  };
  const rest = ledger.close(() => ({ reason: 'it is no part of a task definition' }));
  return {
    ecr: images.ecr,
    ecs: { ...images.ecs, taskDefinition: inFile(path, written) },
    family: textOf(members.family) || null,
    left: [...rest, ...images.left],
  };
}

function listed(value: Value | undefined): readonly ValueObject[] {
  return Array.isArray(value) ? value.filter((item: Value): item is ValueObject => isValueObject(item)) : [];
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The containers of a task definition that have a name. */
function containersOf(definition: Json): readonly { readonly name: string; readonly index: number }[] {
  const list = isJsonObject(definition) ? definition.containerDefinitions : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((container: Json, index) =>
    isJsonObject(container) && typeof container.name === 'string' ? [{ name: container.name, index }] : [],
  );
}
