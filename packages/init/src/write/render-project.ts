import { jsonText } from '@funade/core';
import type { FoundFile, FoundProject } from '../model/found-project.ts';
import { Code, InFile, isValueList, isValueObject, Noted, type Value } from '../model/value.ts';
import { renderConfig, writtenServices } from './render-config.ts';

/** Every file that a project is written as: the config, what it keeps in files, what stands beside it. */
export function renderProject(project: FoundProject): readonly FoundFile[] {
  const kept = new Map<string, FoundFile>();
  for (const { path, value } of filesIn(writtenServices(project))) {
    kept.set(path, { path, text: `${jsonText(toJson(value), 2)}\n` });
  }
  return [{ path: 'deploy.config.ts', text: renderConfig(project) }, ...kept.values(), ...project.files];
}

function filesIn(value: Value): readonly InFile[] {
  if (value instanceof Noted) return filesIn(value.value);
  if (value instanceof InFile) return [value];
  if (isValueList(value)) return value.flatMap(filesIn);
  return isValueObject(value) ? Object.values(value).flatMap(filesIn) : [];
}

/** A value as JSON: without comments, an expression as its text. */
function toJson(value: Value): unknown {
  if (value instanceof Noted) return toJson(value.value);
  if (value instanceof InFile) return value.path;
  if (value instanceof Code) return value.text;
  if (value instanceof RegExp) return String(value);
  if (isValueList(value)) return value.map(toJson);
  if (!isValueObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}
