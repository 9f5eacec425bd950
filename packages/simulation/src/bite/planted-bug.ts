/** A bug that the engine does not have: one place of its sources, and what stands there instead. */
export interface PlantedBug {
  /** `budget-ignored`. */
  readonly name: string;
  /** What it makes the engine do. */
  readonly what: string;
  /** Under `packages`. */
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  readonly replace: string;
  /** What a story, as JSON, has that may show it; others are counted and not played. Absent: any may. */
  readonly shownBy?: RegExp;
}
