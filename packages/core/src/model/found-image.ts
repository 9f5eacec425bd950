/** What a registry has for the name of an image. */
export interface FoundImage {
  /** `sha256:…`; null: there is none, or it cannot be pulled. */
  readonly digest: string | null;
  /** When a rule of the registry takes it away; null or absent: none does, or nobody can say. */
  readonly expiry?: ImageExpiry | null;
}

/** A rule of a registry that takes an image away: after a time, or after so many pushes. */
export interface ImageExpiry {
  /** As people find it: `rule 2 of its lifecycle policy`. */
  readonly rule: string;
  /** It goes into an archive, from which it cannot be pulled, and is not deleted. */
  readonly archives: boolean;
  /** ISO 8601, UTC; null: it does not depend on the time. */
  readonly at: string | null;
  /** How many more images are pushed before it goes; null: it does not depend on them. */
  readonly pushes: number | null;
}
