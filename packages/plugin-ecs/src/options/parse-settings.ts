import { isJsonObject, type OptionFile, type ParsedOption } from '@funade/core';
import { documentName, parseDocument } from '../document/parse-document.ts';

/**
 * Reads the settings of a service from the text of a file: what UpdateService and CreateService take, or the answer of
 * DescribeServices.
 */
export async function parseSettings(path: string, text: string): Promise<ParsedOption> {
  const parsed = await parseDocument(path, text);
  if (!parsed.ok) return { ok: false, problem: `${path}: ${parsed.problem}` };
  const { document } = parsed;
  if (!isJsonObject(document)) return { ok: false, problem: `${path} does not contain an object` };
  const { services } = document;
  if (!Array.isArray(services)) return { ok: true, value: document };
  const [service, ...more] = services;
  if (more.length > 0) return { ok: false, problem: `${path} contains ${services.length} services; leave one` };
  return isJsonObject(service) ? { ok: true, value: service } : { ok: false, problem: `${path} contains no service` };
}

/** That `ecs.settings` may be the path of a file. */
export const settingsFile: OptionFile = {
  name: documentName,
  expected: 'expected the settings, or the path of a .json, .json5, .yaml or .yml file that holds them',
  parse: parseSettings,
};
