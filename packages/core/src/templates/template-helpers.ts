import type { TemplateValue } from './template-scope.ts';

/** A function that templates can call: `{{lower release.branch}}`. Pure; gets what its arguments are worth. */
export interface TemplateHelper {
  /** How many arguments it takes; without an end for a helper that takes one or more. */
  readonly arity: number;
  /** Whether it is called although an argument has no value. Default false: that is an error. */
  readonly takesNull?: boolean;
  /** Whether what it gives is looked up before templates are rendered. Default false. */
  readonly lookup?: boolean;
  /** Why a call with these arguments is wrong, whatever the world says; null when it is not. */
  check?(args: readonly TemplateValue[]): string | null;
  /** Throws an error with what is to be told when there is no value. */
  run(...args: readonly TemplateValue[]): TemplateValue;
}

export type TemplateHelpers = Readonly<Record<string, TemplateHelper>>;

/** The helpers that every template has, beside the blocks `#if` and `#unless`. */
export const templateHelpers: TemplateHelpers = {
  /** One text of all its arguments: for the arguments of other helpers. */
  concat: { arity: Number.POSITIVE_INFINITY, run: (...parts) => parts.map(String).join('') },
  /** The first argument, or the second when the first has no value. */
  default: { arity: 2, takesNull: true, run: (value = null, other = null) => value ?? other },
  eq: { arity: 2, takesNull: true, run: (a, b) => a === b },
  lower: { arity: 1, run: (text) => String(text).toLowerCase() },
  upper: { arity: 1, run: (text) => String(text).toUpperCase() },
};
