import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { parseDocument } from '../document/parse-document.ts';

/** What the text of a file holds, or what is wrong with it. */
export type ParsedDefinition =
  | { readonly ok: true; readonly taskDefinition: JsonObject; readonly tags: readonly JsonObject[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a task definition: the body of RegisterTaskDefinition, or the answer of DescribeTaskDefinition. */
export async function parseDefinition(path: string, text: string): Promise<ParsedDefinition> {
  const parsed = await parseDocument(path, text);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const { document } = parsed;
  const answer = isJsonObject(document) && isJsonObject(document.taskDefinition) ? document : null;
  const taskDefinition = answer === null ? document : (answer.taskDefinition as JsonObject);
  const problems = problemsOf(taskDefinition);
  if (problems.length > 0 || !isJsonObject(taskDefinition)) return { ok: false, problems };
  const tags = Array.isArray(answer?.tags) ? answer.tags.filter(isJsonObject) : [];
  return { ok: true, taskDefinition, tags };
}

function problemsOf(document: Json): readonly string[] {
  if (!isJsonObject(document)) return ['it does not contain an object'];
  const { family, containerDefinitions } = document;
  const named = Array.isArray(containerDefinitions) && containerDefinitions.every(isNamed);
  return [
    ...(typeof family === 'string' && family !== '' ? [] : ['family is required']),
    ...(named && containerDefinitions.length > 0 ? [] : ['containerDefinitions is required, each with a name']),
  ];
}

function isNamed(container: Json): boolean {
  return isJsonObject(container) && typeof container.name === 'string';
}
