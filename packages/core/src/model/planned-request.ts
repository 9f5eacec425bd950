import type { Json } from './json.ts';
import type { StepId, Subject } from './step.ts';

/** A call that a plan will make. */
export interface PlannedRequest extends Subject {
  /** The step that makes it. */
  readonly step: StepId;
  /** As IAM names it: `ecs:UpdateService`. */
  readonly operation: string;
  /** What is sent. `{"$ref": [step, output]}` stands for what an earlier step will give. */
  readonly body: Json;
  /** Whether a value that looks like a secret is replaced by `[secret]`. */
  readonly masked: boolean;
}
