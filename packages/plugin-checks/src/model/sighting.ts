/** Why an answer is not the expected one, or why there is none. */
export type SightingCause =
  | 'status'
  | 'json'
  | 'redirect'
  | 'timeout'
  | 'tls'
  | 'dns'
  | 'refused'
  | 'connection'
  | 'proxy'
  | 'too-large';

/** What one request of a check saw, as people are told it. */
export type Sighting = { readonly good: true } | BadSighting;

/** Something else than what was expected. */
export interface BadSighting {
  readonly good: false;
  readonly cause: SightingCause;
  /** `it answered 503, expected 200`. */
  readonly text: string;
  /** The next thing to do. */
  readonly hint: string;
  /** The first lines of the answer. */
  readonly evidence: readonly string[];
}
