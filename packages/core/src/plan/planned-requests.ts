import { maskBody } from '../diff/mask-change.ts';
import type { Plan } from '../model/plan.ts';
import type { PlannedRequest } from '../model/planned-request.ts';
import type { Plugin } from '../model/plugin.ts';

export interface PlannedRequestsOptions {
  /** Leave values that look like secrets as they are sent. Default: they are replaced by `[secret]`. */
  readonly showSecrets?: boolean;
}

/** The calls that a plan's steps will make, in the order of the steps; steps that are no single call are left out. */
export function plannedRequests(
  plan: Plan,
  plugins: readonly Plugin[],
  { showSecrets = false }: PlannedRequestsOptions = {},
): readonly PlannedRequest[] {
  const definitions = new Map(plugins.flatMap(({ steps }) => steps.map((step) => [step.kind, step] as const)));
  return plan.steps.flatMap(({ id, kind, targets, label, input }) => {
    const request = definitions.get(kind)?.request?.(input);
    if (request === undefined) return [];
    const body = showSecrets ? request.body : maskBody(request.body);
    return [{ step: id, targets, label, operation: request.operation, body, masked: body !== request.body }];
  });
}
