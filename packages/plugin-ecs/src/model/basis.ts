import { z } from 'zod';

/**
 * Ids of the deployments that a plan stands on and may replace, of which one is the primary: where another one is, the
 * service has moved. Empty: no deployment was there.
 */
export const replaceable = z.array(z.string()).readonly();

/** A service as a plan found it. */
export const basis = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  /** Null: there was no such service. */
  replaces: replaceable.nullable(),
});

/** A service as a plan found it. */
export type Basis = z.output<typeof basis>;
