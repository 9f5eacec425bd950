/** One source file and what it imports. */
export interface Module {
  /** From the root of the repository: `packages/core/src/plan/create-plan.ts`. */
  readonly file: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As it is written: `../model/step.ts`, `@funade/core`. */
  readonly specifier: string;
  /**
   * `value`: the other file is evaluated first. `type`: it is erased. `lazy`: an `import()`, evaluated when it is reached.
   */
  readonly kind: 'value' | 'type' | 'lazy';
}
