import type { ZodType } from 'zod';
import type { Json } from './json.ts';
import type { World } from './world.ts';

/** `<kind>:<subject>`, such as `ecs.update-service:api@production` or `ecr.push-image:shop/api@production`. */
export type StepId = `${string}:${string}`;

/** What a step is about. `name` of a service is the target id, of an image `<repository>@<environment>`. */
export interface StepSubject {
  readonly type: 'environment' | 'image' | 'service';
  readonly name: string;
}

/** One value before and after, for people; apply never reads it. */
export interface Change {
  /** As in AWS: `containerDefinitions[app].image`. */
  readonly path: string;
  /** Null when it was not there. */
  readonly from: Json;
  /** Null when it goes away. */
  readonly to: Json;
  /** `order` when the values are the names of the items of a list that keeps its items and changes their order. */
  readonly only?: 'order';
  /** Values that look like secrets are replaced by `[secret]`; both sides may then read the same. Absent: nothing is. */
  readonly masked?: true;
  /** The third value where three differ: what a revision that isn't running holds. Absent: there are two. */
  readonly other?: {
    /** `shop-api:43`. */
    readonly name: string;
    /** Null when it is not there. */
    readonly value: Json;
  };
  /** Whose value `to` is, where three differ: the running revision's, the other's, or what this deploy writes. */
  readonly winner?: 'running' | 'other' | 'config';
}

/**
 * One planned write call, or one planned wait, as data: it survives `JSON.parse(JSON.stringify(step))` and holds no
 * client, no closure and no secret.
 */
export interface Step {
  readonly id: StepId;
  /** Names the `StepDefinition` that runs it. */
  readonly kind: string;
  readonly subject: StepSubject;
  /** For people, such as `update service api`; apply never reads it. */
  readonly title: string;
  /** What the step is run with: the request body that will be sent, references apart. */
  readonly input: Json;
  /** Steps that must have succeeded before this one starts. */
  readonly needs: readonly StepId[];
  /** Steps that must have ended, however, before this one starts. */
  readonly after: readonly StepId[];
  readonly changes: readonly Change[];
}

/** What a step is given while it runs. */
export interface StepContext extends World {
  readonly step: Pick<Step, 'id' | 'kind' | 'subject' | 'title'>;
  /** Id of the run, for session names and tags. */
  readonly runId: string;
  /** Says how far the step is, in a few words; replaces what it said before. `data` is for machines. */
  progress(message: string, data?: Json): void;
  /** Hands on one line of a child process's output. */
  output(line: string): void;
  /** Something a person must know although the step goes on. */
  warn(message: string): void;
}

/**
 * Runs the steps of one kind. `run` makes one write call, or only reads; it is safe to repeat, and looks first where a
 * repeated call would not be. It throws a `DeployError` when it fails; its output is JSON and holds no secret.
 */
export interface StepDefinition<In = unknown, Out = unknown> {
  readonly kind: string;
  readonly input: ZodType<In>;
  readonly output: ZodType<Out>;
  /** At most this many steps of the kind run at once, whatever the run's concurrency. Absent: no own limit. */
  readonly maxConcurrent?: number;
  /** The step only watches: it takes no place among the running steps, unless the user said how many may run. */
  readonly waits?: true;
  /**
   * The step leaves something live in the process (a session) that later steps stand on, so a resumed run runs it again
   * although its journal says that it succeeded. Absent: its recorded output is enough.
   */
  readonly everyProcess?: true;
  /**
   * The call that a step of this kind makes, for people who want to see it before it is made. `input` is that of the
   * planned step, references to earlier steps inside. Absent: what the step does is no single call.
   */
  request?(input: Json): StepRequest;
  run(input: In, context: StepContext): Promise<Out>;
}

/** One call to AWS. */
export interface StepRequest {
  /** As IAM names it: `ecs:UpdateService`. */
  readonly operation: string;
  /** What is sent, references to what earlier steps give left in. */
  readonly body: Json;
}

/** Types a step definition from its schemas. */
export function defineStep<In, Out>(definition: StepDefinition<In, Out>): StepDefinition {
  return definition as unknown as StepDefinition;
}
