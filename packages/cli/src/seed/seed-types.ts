import type { Seed } from '@funade/sandbox';

/** The seed of an account. */
export type AccountSeed = Seed['accounts'][string];
/** The seed of one of its regions. */
export type RegionSeed = NonNullable<NonNullable<AccountSeed['regions']>[string]>;

/** The entry of a record, made where it is missing. */
export function entryOf<T>(record: Record<string, T>, key: string, make: () => NoInfer<T>): T {
  const known = Object.hasOwn(record, key) ? record[key] : undefined;
  if (known !== undefined) return known;
  const made = make();
  record[key] = made;
  return made;
}
