import type { ErrorInfo, JsonObject, OperationPlan, Plan, Report, RunEvent, StepId } from '@funade/core';
import type { LoggedRequest } from '@funade/sandbox';
import type { Command, Story } from './story.ts';

/** All that came of a story. */
export interface Recording {
  readonly story: Story;
  readonly processes: readonly ProcessRecord[];
  readonly requests: readonly LoggedRequest[];
  /** What was there in the end, by environment and service. */
  readonly ends: readonly ServiceSight[];
  /** Every revision that there was in the end, by environment. */
  readonly definitions: Readonly<Record<string, readonly JsonObject[]>>;
  /** What others did. */
  readonly others: readonly { readonly at: number; readonly what: string; readonly how: string }[];
  /** Every task that was seen at the end of a process or later, by environment. */
  readonly tasks: Readonly<Record<string, readonly JsonObject[]>>;
  /** ARN of the revision of every deployment. */
  readonly revisions: ReadonlyMap<string, string>;
  /** When calls that register or run something were sent: what is on its way is done later. */
  readonly sends: readonly Sending[];
  /** Calls that take something away, with what was there before. */
  readonly removals: readonly Removal[];
  /** What is a secret, beside what the world begins with. */
  readonly secrets: readonly string[];
  /** Journals by the id of their run, as they are on disk. */
  readonly journals: ReadonlyMap<string, string>;
  /** What was reached of what was drawn: faults that struck, by name. */
  readonly struck: readonly string[];
  /** What was left on disk: files of the state folder. */
  readonly files: readonly string[];
  /** Why it came to no end; null: it did. */
  readonly hung: string | null;
}

/** A process of the engine, from its command line to its end. */
export interface ProcessRecord {
  readonly id: number;
  readonly command: Command;
  /** Whether it is the last one, when nothing disturbs any more. */
  readonly final: boolean;
  readonly startedAt: number;
  endedAt: number;
  /** Null: it was killed. */
  code: number | null;
  killed: boolean;
  signalled: boolean;
  plan: Plan | OperationPlan | null;
  report: Report | null;
  error: ErrorInfo | null;
  readonly events: RunEvent[];
  /** What was written to the terminal beside events. */
  readonly said: string[];
  /** What ECS said of a target's service at the moment in which one of its steps ended. */
  readonly verdicts: Map<StepId, ServiceSight>;
  /** What the service looked like when the process ended. */
  readonly sights: ServiceSight[];
}

/** A call, when it was sent. */
export interface Sending {
  readonly process: number;
  readonly operation: string;
  readonly body: string;
  readonly at: number;
}

/** A call that takes something away. */
export interface Removal {
  readonly process: number;
  readonly operation: string;
  readonly body: JsonObject;
  readonly sights: readonly ServiceSight[];
}

/** A service as ECS has it at a moment. */
export interface ServiceSight {
  readonly at: number;
  readonly environment: string;
  readonly service: string;
  /** As DescribeServices shows it. Null: it is gone. */
  readonly seen: JsonObject | null;
  /** As DescribeServiceDeployments shows them, newest first. */
  readonly deployments: readonly JsonObject[];
}
