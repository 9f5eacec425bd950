/** An invariant that did not hold. */
export interface Broken {
  /** Its number; see `invariants`. */
  readonly invariant: keyof typeof invariants;
  /** What about it: the same for the same fault of another seed. */
  readonly rule: string;
  /** What was seen. */
  readonly text: string;
  /** The process that it is about. Null: none in particular. */
  readonly process: number | null;
}

/** What must hold after every seed. */
export const invariants = {
  1: 'an exit code says the truth at the moment of the verdict',
  2: 'nothing is replaced that was not planned from, and an older release never replaces a newer one unasked',
  3: 'a re-run, resume or rollback reaches what was wanted, with nothing done twice and nothing left behind',
  4: 'nothing that serves, or is needed for a rollback, is deregistered or deleted',
  5: 'no secret in events, logs, plans, journals and reports',
  6: 'every wait ends within its budget, calls stay within the rates of AWS, and memory is bounded',
  7: 'the report of a killed run never says more than happened',
  8: 'the same seed has the same trace',
} as const;
