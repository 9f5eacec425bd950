import type { ZodType } from 'zod';
import type { Artifact } from './artifact.ts';
import type { Check, VerifyInput } from './check.ts';
import type { ChosenRevision, RevisionDoubt } from './chosen-revision.ts';
import type { Environment, TargetId } from './environment.ts';
import type { ExecRequest, ExecSession } from './exec.ts';
import type { DiagnoseRequest, Finding } from './finding.ts';
import type { FoundImage } from './found-image.ts';
import type { HandRun, HandRunListener, HandRunRequest } from './hand-run.ts';
import type { HistoryRequest, TargetHistory } from './history.ts';
import type { Json } from './json.ts';
import type { Lineage, RunningCommit } from './lineage.ts';
import type { LogListener, LogsRequest } from './logs.ts';
import type { Lookup, LookupCall } from './lookup.ts';
import type { OperationFragment, OperationRequest, StandingRequest } from './operation.ts';
import type { OptionFile } from './option-file.ts';
import type { PluginPermissions } from './permission.ts';
import type { PlanFragment } from './plan-fragment.ts';
import type { Problem } from './problem.ts';
import type { PluginPruning } from './prune.ts';
import type { Release } from './release.ts';
import type { Reporter } from './reporter.ts';
import type { RunContext } from './run-context.ts';
import type { EventsRequest, TargetEvents } from './service-events.ts';
import type { StandingBeside, TargetStatus } from './status.ts';
import type { StepDefinition } from './step.ts';
import type { TargetTasks, TasksRequest } from './tasks.ts';
import type { TurnContext } from './turn.ts';

/** One target with what it wrote for this plugin. */
export interface PluginTarget<Options = unknown> {
  readonly id: TargetId;
  readonly service: string;
  readonly options: Options;
}

/** What a plugin plans for: every target of the environment at once, so that it can batch calls and share work. JSON. */
export interface PluginRequest<Options = unknown> {
  readonly project: string;
  readonly environment: Environment;
  readonly release: Release;
  /** Only targets that wrote options for this plugin (or for which its schema accepts none). */
  readonly targets: readonly PluginTarget<Options>[];
  /** What the user allowed on the command line. */
  readonly allow: Allowances;
  /** What templates ask this plugin's lookups for, each call once. Absent: nothing. */
  readonly lookups?: readonly LookupCall[];
  /** Where the release stands beside what targets run, as far as that was asked for. Absent: nobody could say. */
  readonly lineage?: Readonly<Record<TargetId, Lineage>>;
  /** Revisions that are there already, which the targets are to run: nothing is built or registered. Absent: the release is deployed. */
  readonly revisions?: Readonly<Record<TargetId, ChosenRevision>>;
  /**
   * Whether a plan is wanted although AWS would refuse its requests: nobody applies it, and what it refers to is looked at.
   * Absent: what would be refused is an error.
   */
  readonly faulty?: boolean;
  /** `--wait-until`: until when rollouts are waited for; which words there are is for the plugin that rolls out. Absent: as its options say. */
  readonly until?: string;
  /**
   * Where plugins want rollouts to be stopped for steps of their own, as `Plugin.stops` says it: for `plan` alone, and also where
   * such a plugin takes no part. Absent: nowhere.
   */
  readonly stops?: Readonly<Record<TargetId, readonly AskedStop[]>>;
}

/** A stage of a rollout at which a plugin has something to do before the rollout goes on. */
export interface AskedStop {
  /** In the words of the plugin that rolls out. */
  readonly stage: string;
  /** Name of the plugin that asks for it. */
  readonly plugin: string;
}

/** A revision that a target is to run, as a plugin is asked what may be wrong with it. */
export interface ExaminedRevision {
  /** Family and number, such as `shop-api:12`. */
  readonly revision: string;
  /** Id of its last deployment; null when nothing says it. */
  readonly deployment: string | null;
}

/** What a plugin is asked about revisions that are there already. JSON. */
export interface ExamineRequest<Options = unknown> extends StandingRequest<Options> {
  /** By target id, for each of the targets. */
  readonly revisions: Readonly<Record<TargetId, ExaminedRevision>>;
}

/** Rules that the user has set aside for this plan, each by its own option. */
export interface Allowances {
  /** `--allow-dirty`: build from a work tree with uncommitted changes. */
  readonly dirty: boolean;
  /** `--allow-downgrade`: deploy an older version than the one that is running. */
  readonly downgrade: boolean;
  /** `--adopt-image`: deploy an image in the registry that does not say which commit it was built from. */
  readonly adoptImage: boolean;
  /** `--force`: deploy even if nothing changed. */
  readonly force: boolean;
}

/** What a plugin is asked about what stands beside targets. JSON. */
export interface BesideRequest<Options = unknown> extends StandingRequest<Options> {
  /** What runs of the targets, as far as a plugin knows it. */
  readonly standing: readonly TargetStatus[];
}

/** How a plugin acts on what is in progress: it reads, then plans, as it does for a deploy. */
export interface PluginOperations<Options = unknown, Facts extends Json = Json> {
  /** Schema of what `observe` returns. */
  readonly facts: ZodType<Facts>;
  observe(request: OperationRequest<Options>, context: RunContext): Promise<NoInfer<Facts>>;
  /** The steps of the operation, for what is in progress alone. Touches nothing. */
  plan(request: OperationRequest<Options>, facts: Facts): OperationFragment;
}

/**
 * A plugin: a plain object made by a factory. Its functions are called in this order, each with every target of the
 * environment: `connect` (proves who we are), `observe` (reads only), `plan` (pure), then its steps run. A plugin with
 * `lookups` is connected and observes before all others, without targets, when a template calls one of them.
 */
export interface Plugin<Options = unknown, Facts extends Json = Json> {
  readonly name: string;
  /**
   * Schema of what a service writes under the plugin's name; null for a plugin without options of its own. Its output is
   * JSON and parsing it again changes nothing: a saved plan holds it, and it is parsed when the plan is applied.
   */
  readonly options: ZodType<Options> | null;
  /**
   * Options that may be the path of a file instead, relative to the config: what it holds stands in its place before options
   * are merged, rendered and checked. Absent: none.
   */
  readonly optionFiles?: Readonly<Record<string, OptionFile>>;
  /**
   * What is wrong between services, which the schema of one cannot see, such as the name of another one. Asked for every
   * environment with all services of the config that write options, each as written, merged, with its templates; paths begin
   * with the name of the service. Touches nothing. Absent: nothing.
   */
  checkServices?(written: Readonly<Record<string, unknown>>): readonly Problem[];
  /** Schema of what `observe` returns: nothing more than `plan` reads, no counts, no times. */
  readonly facts: ZodType<Facts>;
  /**
   * Members of the facts that only say how long something may take, and that one caller may read and another may not: a saved
   * plan is not out of date when they change.
   */
  readonly estimates?: readonly string[];
  readonly steps: readonly StepDefinition[];
  /**
   * Stages of the rollout at which a target is to be stopped for steps of this plugin. The plugin that rolls out says in the `stops`
   * of its `revision` between which of its steps they stand, or refuses. Touches nothing. Absent: at none.
   */
  stops?(options: Options): readonly string[];
  /** Whether it takes part in plans that deploy revisions that are there already (`request.revisions`). Absent: it is not asked for them. */
  readonly plansRevisions?: boolean;
  /** Helpers of templates whose values `observe` reads. */
  readonly lookups?: readonly Lookup<NoInfer<Facts>>[];
  /** Proves who we are before anything is read. */
  connect?(context: RunContext): Promise<void>;
  observe(request: PluginRequest<Options>, context: RunContext): Promise<NoInfer<Facts>>;
  /**
   * The commits that targets run, where the order of releases depends on them. Touches nothing. Absent: it never does.
   */
  runningCommits?(request: PluginRequest<Options>, facts: Facts): readonly RunningCommit<TargetId>[];
  /**
   * Which of these paths the targets are built from, as the plugin's builds take them in; null: what a target runs is made elsewhere.
   * Paths are relative to the config's folder. Reads only. Absent: the plugin builds nothing.
   */
  sourcePaths?(
    request: PluginRequest<Options>,
    paths: readonly string[],
    context: RunContext,
  ): Promise<Readonly<Record<TargetId, readonly string[] | null>>>;
  /** The commit that an image of one of the plugin's registries says it was built from; null: it is none, or does not say. */
  commitOf?(image: string, facts: Facts, context: RunContext): Promise<string | null>;
  /**
   * What makes it unsafe that targets run revisions that are there already, beside their images: what these refer to and is gone,
   * what has changed since. By target id. Reads only. Absent: the plugin knows nothing of it.
   */
  examineRevisions?(
    request: ExamineRequest<Options>,
    context: RunContext,
  ): Promise<Readonly<Record<TargetId, readonly RevisionDoubt[]>>>;
  /** What a registry of the plugin has for an image's name; null: it is of none of them, or nobody can say. Reads only. */
  findImage?(image: string, context: RunContext): Promise<FoundImage | null>;
  /**
   * Waits until what these targets of `waitsFor` wait for has ended, before anything is planned for good. Reads only; throws
   * when it is not to be waited for, or does not end in time. Absent: nothing is waited for.
   */
  waitForTurn?(request: PluginRequest<Options>, context: TurnContext): Promise<void>;
  plan(request: PluginRequest<Options>, facts: Facts, upstream: readonly Artifact[]): PlanFragment;
  /**
   * Proves before a deploy that what the plan refers to exists and fits: reads only, and says of what it may not look at
   * that it may not. Absent: nothing beyond what planning itself proves.
   */
  verify?(input: VerifyInput<Options>, context: RunContext): Promise<readonly Check[]>;
  /** What runs of each target, whoever deployed it. Reads only. Absent: the plugin runs nothing. */
  status?(request: StandingRequest<Options>, context: RunContext): Promise<readonly TargetStatus[]>;
  /**
   * What of the plugin's stands beside what runs of each target, which `standing` says. Reads only. Absent: nothing of the plugin's stands
   * there.
   */
  beside?(request: BesideRequest<Options>, context: RunContext): Promise<readonly StandingBeside[]>;
  /** What was deployed of each target before, whoever did it. Reads only. Absent: the plugin keeps nothing of it. */
  history?(request: HistoryRequest<Options>, context: RunContext): Promise<readonly TargetHistory[]>;
  /** The tasks of each target. Reads only. Absent: the plugin runs none. */
  tasks?(request: TasksRequest<Options>, context: RunContext): Promise<readonly TargetTasks[]>;
  /** What happened to each target lately. Reads only. Absent: the plugin knows of nothing. */
  events?(request: EventsRequest<Options>, context: RunContext): Promise<readonly TargetEvents[]>;
  /** Tells what containers wrote, and when following what they write, until the signal aborts. Reads only. Absent: it knows no logs. */
  logs?(request: LogsRequest<Options>, context: RunContext, listener: LogListener): Promise<void>;
  /** Opens a session in a task, for a command that a person runs. Null, and absent: there is nothing it can be run in. */
  exec?(request: ExecRequest<Options>, context: RunContext): Promise<ExecSession | null>;
  /** Runs a task of the one target, for a person who asked for it. Null, and absent: the plugin runs none. */
  run?(request: HandRunRequest<Options>, context: RunContext, listener: HandRunListener): Promise<HandRun | null>;
  /**
   * Hears everything that happens in a run, and its final report: to tell people or other systems. Called once a command,
   * when the plan is about to run. Null: there is nothing to tell this time. Absent: the plugin tells nobody.
   */
  reporter?(context: RunContext): Reporter | null;
  /**
   * What is right and wrong with the plugin's part of the machine and of AWS, for `funade doctor`. Reads only; what cannot be looked at is
   * a finding, too. Absent: there is nothing to look at.
   */
  diagnose?(request: DiagnoseRequest<Options>, context: RunContext): Promise<readonly Finding[]>;
  /** Which permissions the role that deploys needs for the plugin's calls. Absent: it makes none. */
  readonly permissions?: PluginPermissions<Options>;
  /** Absent: nothing of the plugin's piles up. */
  readonly pruning?: PluginPruning<Options>;
  /** Absent: nothing of the plugin's is ever in progress. */
  readonly operations?: PluginOperations<Options>;
}

/** Types the operations of a plugin from their schema. */
export function defineOperations<Options, Facts extends Json>(
  operations: PluginOperations<Options, Facts>,
): PluginOperations<Options> {
  return operations as unknown as PluginOperations<Options>;
}

/** A plugin as it stands in a config: its name and how to load it, so that a config file loads no schema and no SDK. */
export interface PluginReference<Name extends string = string, OptionsInput = unknown> {
  readonly name: Name;
  load(): Promise<Plugin>;
  /** Never present; carries the type of what a service writes under the plugin's name. */
  readonly __options?: OptionsInput;
}

/** Types a plugin from its schemas. */
export function definePlugin<Options, Facts extends Json>(plugin: Plugin<Options, Facts>): Plugin {
  return plugin as unknown as Plugin;
}
