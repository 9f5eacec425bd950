import type { ZodType } from 'zod';
import type { TargetId } from './environment.ts';
import type { DeployError } from './error.ts';
import type { Json } from './json.ts';
import type { RunContext } from './run-context.ts';

/**
 * Names a step, uniquely in its plan. Any text will do; `<kind>:<what it is about>` reads well in a saved plan. What a plugin
 * has several of for one target it tells apart itself: `acme.run-task:migrate:api@production`.
 */
export type StepId = string;

/** The life of a target in the order in which it is lived. */
export const phases = [
  'session',
  'build',
  'publish',
  'register',
  'before-rollout',
  'rollout',
  'after-rollout',
  'finish',
] as const;

/**
 * Where in the life of its targets a step stands.
 *
 * - `session`: proves who we are. Left out of a plan in which nothing else happens
 * - `build`: makes something on this machine, or prepares the place that it goes to
 * - `publish`: hands it on: pushes an image, waits for its scan
 * - `register`: makes the revision that is to run
 * - `before-rollout`: what must be done before the revision takes over, such as a migration
 * - `rollout`: the revision takes over
 * - `after-rollout`: what follows the revision, such as a schedule, or proves it, such as a check over HTTP
 * - `finish`: what is done at the end, whatever the outcome, such as a message
 *
 * A step starts when every step of an earlier phase that shares a target with it has succeeded. A `finish` step only waits
 * until they have ended; what must have succeeded it `needs`. And no step of any target is registered or rolled out before
 * every `build` and `publish` of the plan has ended.
 */
export type Phase = (typeof phases)[number];

/** Whether a phase comes before another. */
export function isEarlier(phase: Phase, than: Phase): boolean {
  return phases.indexOf(phase) < phases.indexOf(than);
}

/**
 * What a step does to the world.
 *
 * - `none`: reads, waits, or works on this machine alone
 * - `stores`: leaves something that nothing uses yet: an image in a registry, a registered revision
 * - `changes`: changes what runs, or what others see
 */
export type StepEffect = 'none' | 'stores' | 'changes';

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
  /** The third value where three differ: what a revision that is not running holds. Absent: there are two. */
  readonly other?: {
    /** `shop-api:43`. */
    readonly name: string;
    /** Null when it is not there. */
    readonly value: Json;
  };
  /** Whose value `to` is, where three differ: the running revision's, the other's, or what this deploy writes. */
  readonly winner?: 'running' | 'other' | 'config';
}

/** Whom something belongs to, and what it is about. */
export interface Subject {
  /**
   * Whom it belongs to. When a step fails, all of these fail, and none of them is done without it. Empty: the environment,
   * which in the order of the phases stands with every target.
   */
  readonly targets: readonly TargetId[];
  /** What it is about, where progress is shown: `api@production`, `shop/api@production`, `production`. */
  readonly label: string;
}

/**
 * One planned write call, or one planned wait, as data: it survives `JSON.parse(JSON.stringify(step))` and holds no
 * client, no closure and no secret.
 */
export interface Step extends Subject {
  readonly id: StepId;
  /** Names the `StepDefinition` that runs it. */
  readonly kind: string;
  readonly phase: Phase;
  /** For people, such as `update service api`; apply never reads it. */
  readonly title: string;
  /** What the step is run with: the request body that will be sent, references apart. */
  readonly input: Json;
  /** Steps that must have succeeded before this one starts, beside those that its phase and its input's references name. */
  readonly needs: readonly StepId[];
  /** Steps that must have ended, however, before this one starts. */
  readonly after: readonly StepId[];
  readonly changes: readonly Change[];
  /**
   * Steps that start only when this one has succeeded, as if they needed it: for a step that stands before one of another
   * plugin, within its phase. Absent: none.
   */
  readonly neededBy?: readonly StepId[];
  /** Of a step of the rollback: the step that it undoes. It runs when that one has succeeded. Several may undo one. */
  readonly undoes?: StepId;
  /**
   * What becomes of its targets when it fails after their rollout, or at a stop of it: they are left as they are, or rolled
   * back. Absent: what their own policy says. It makes no difference for other steps.
   */
  readonly onFailure?: 'leave' | 'rollback';
}

/** A step in a plan: with what its definition says of it, so that a saved plan says it without the plugin. */
export interface PlannedStep extends Step {
  readonly effect: StepEffect;
  /** What it does to what it is about, in one word: `build`. Absent: the summary does not count it. */
  readonly verb?: string;
  /** The longest that it waits. Absent: it does not say. */
  readonly deadlineSeconds?: number;
}

/** What is known of a step that an earlier run of the plan began, and of which nobody heard whether it took effect. */
export interface EarlierStep {
  /** When it began, in milliseconds since the epoch. */
  readonly at: number;
  /** The data of its progress, in order: what it was about to do. */
  readonly said: readonly Json[];
}

/** What a step is given while it runs. */
export interface StepContext extends RunContext {
  readonly step: Pick<Step, 'id' | 'kind' | 'phase' | 'targets' | 'label' | 'title'>;
  /** What an earlier run of the plan left of this very step, whose end nobody heard. Absent: it begins for the first time. */
  readonly earlier?: EarlierStep;
  /** Id of the run, for session names and tags. */
  readonly runId: string;
  /** Says how far the step is, in a few words; replaces what it said before. `data` is for machines. */
  progress(message: string, data?: Json): void;
  /** Hands on one line of a child process's output. */
  output(line: string): void;
  /** Something a person must know, and the step continues. */
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
  readonly effect: StepEffect;
  /**
   * What such a step does to an image or a service, in one word, for the summary of a plan: `2 images to build`, `1 service: 1 to
   * create`. Absent: it is not counted.
   */
  readonly verb?: string;
  /** The longest that a step waits, by its planned input; the plan shows it. The step itself keeps to it. Absent: it does not wait. */
  deadlineSeconds?(input: Json): number | null;
  /** The step works on the files that are checked out: a saved plan with it is applied only where its commit is. */
  readonly readsSources?: true;
  /**
   * What continues by itself once such a step has succeeded, whether or not a later step watches it to its end; reported when
   * the run is interrupted: `deployment ecs-svc/42 was started and continues in ECS`. `output` is what the step returned. Null:
   * what an earlier step of the target started has come to its end. A step that only `waits` and says that something continues
   * leaves its targets in progress: nothing of this run watches it any more.
   */
  goesOn?(output: Json): string | null;
  /**
   * Whether it is too early for what follows the rollout (a check, a schedule) when such a step has left something in progress:
   * those steps are skipped. Asked when `goesOn` says that something continues. Absent: it is not.
   */
  holdsBack?(output: Json): boolean;
  /** At most this many steps of the kind run at once, whatever the run's concurrency. Absent: no own limit. */
  readonly maxConcurrent?: number;
  /** The step only watches: it does not count as a running step, unless the user said how many may run. */
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
  /**
   * Looks, before anything of a resumed run is done, whether such a step could still do what it was planned for: the error that
   * it would throw otherwise; null when it could, or when nobody can say. Reads only. `input`: that of the planned step, with
   * what earlier steps gave where that is known. Absent: it can.
   */
  outOfDate?(input: Json, context: StepContext): Promise<DeployError | null>;
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
