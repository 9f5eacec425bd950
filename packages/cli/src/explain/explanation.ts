/** What the code of an error or a warning means, for `funade explain` and for the reference. */
export interface Explanation {
  /** Exit code of a command that ends with it. `warning`: the command goes on. `run`: it depends on how the run has ended. */
  readonly exit: number | 'warning' | 'run';
  /** What happened, and why it is an error. */
  readonly means: string;
  /** What to do next. */
  readonly mend: string;
  /** Where to read on, below `docs/`. */
  readonly page: string;
}

export type Explanations = Readonly<Record<string, Explanation>>;
