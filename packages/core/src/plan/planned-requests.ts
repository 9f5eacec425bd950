import type { Json } from '../json.ts';
import { maskBody } from './mask-change.ts';
import type { Plan } from './plan.ts';
import type { Plugin } from './plugin.ts';
import type { StepId, StepSubject } from './step.ts';

/** A call that a plan will make. */
export interface PlannedRequest {
  /** The step that makes it. */
  readonly step: StepId;
  readonly subject: StepSubject;
  /** As IAM names it: `ecs:UpdateService`. */
  readonly operation: string;
  /** What is sent. `{"$ref": [step, output]}` stands for what an earlier step will give. */
  readonly body: Json;
  /** Whether a value that looks like a secret is replaced by `[secret]`. */
  readonly masked: boolean;
}

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
  return plan.steps.flatMap(({ id, kind, subject, input }) => {
    const request = definitions.get(kind)?.request?.(input);
    if (request === undefined) return [];
    const body = showSecrets ? request.body : maskBody(request.body);
    return [{ step: id, subject, operation: request.operation, body, masked: body !== request.body }];
  });
}
