/**
 * Names a kind of live thing. Two keys are never the same, even under one name, so that no plugin gets what another has made:
 * keep it in a constant.
 */
export interface ResourceKey<T> {
  /** For people who debug. */
  readonly name: string;
  /** Tells apart what there is several of, such as one for each environment. */
  readonly part: string;
  /** The key itself, whatever the part. */
  readonly kind: symbol;
  /** The same key for one of several. */
  of(part: string): ResourceKey<T>;
  /** Never present; carries the type of the thing. */
  readonly __type?: T;
}

/** A new key. `name` is for people: `acme.client`. */
export function resourceKey<T>(name: string): ResourceKey<T> {
  const kind = Symbol(name);
  const keyOf = (part: string): ResourceKey<T> => ({ name, part, kind, of: keyOf });
  return keyOf('');
}
