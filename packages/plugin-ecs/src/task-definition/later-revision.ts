import type { JsonObject } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { familyOf, revisionName, revisionNumber } from '../model/revision-name.ts';
import { toRegisterInput } from './to-register-input.ts';

/** The newest active revision of the family, where it is later than the one that runs; null where that is the newest. */
export function laterRevision(
  running: string,
  { revisions, taskDefinitions }: Pick<EcsFacts, 'revisions' | 'taskDefinitions'>,
): { readonly name: string; readonly definition: JsonObject } | null {
  const newest = revisions[familyOf(running)]?.[0];
  const described = newest === undefined ? undefined : taskDefinitions[newest];
  if (newest === undefined || described === undefined || revisionNumber(newest) <= revisionNumber(running)) return null;
  return { name: revisionName(newest), definition: toRegisterInput(described) };
}
