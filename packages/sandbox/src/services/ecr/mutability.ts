import type { WireObject } from '../../model/service.ts';
import type { TagMutability } from '../registry/state.ts';
import { invalidParameter, objects, text } from './input.ts';

const values: readonly TagMutability[] = ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'];

/** `imageTagMutability` and its exclusion filters, checked against each other. */
export function readMutability(input: WireObject): { mutability: TagMutability; exclusions: readonly string[] } {
  const wanted = text(input, 'imageTagMutability') ?? 'MUTABLE';
  const mutability = values.find((value) => value === wanted);
  if (mutability === undefined) {
    throw invalidParameter('imageTagMutability', `Member must satisfy enum value set: [${values.join(', ')}]`);
  }
  const exclusions = objects(input, 'imageTagMutabilityExclusionFilters').map((filter) => text(filter, 'filter') ?? '');
  const name = 'imageTagMutabilityExclusionFilters';
  for (const filter of exclusions) {
    if (!/^[0-9a-zA-Z._*-]{1,128}$/.test(filter)) {
      throw invalidParameter(`${name}.filter`, "must satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}'");
    }
  }
  const excepting = mutability.endsWith('_WITH_EXCLUSION');
  if (excepting && exclusions.length === 0) throw invalidParameter(name, `must not be empty for ${mutability}`);
  if (!excepting && exclusions.length > 0) throw invalidParameter(name, `must be empty for ${mutability}`);
  if (exclusions.length > 5) throw invalidParameter(name, 'Member must have length less than or equal to 5');
  return { mutability, exclusions };
}
