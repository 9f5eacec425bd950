import type { Scope } from './service.ts';

/** What a test may do to a service in the sandbox's first account and region, and the way to every other. */
export type Access<Control> = Control & {
  /** The control of another account or region; what is left out is the first one's. */
  at(scope: { readonly account?: string; readonly region?: string }): Control;
};

/** Makes the access of a service. `controlAt` returns the control of an account and region. */
export function createAccess<Control extends object>(
  first: Scope,
  controlAt: (scope: Scope) => Control,
): Access<Control> {
  return { ...controlAt(first), at: (scope) => controlAt({ ...first, ...scope }) };
}
