import type { ServiceRef } from './errors.ts';

/** What an error is about, for programs. */
export type ErrorFacts = Readonly<Record<string, unknown>>;

/** The details of an error about a service. */
export function errorFacts({ cluster, service }: ServiceRef, more: ErrorFacts): ErrorFacts {
  return { cluster, service, ...more };
}
