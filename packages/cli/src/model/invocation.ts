import type { Allowances, OperationName, PruneOptions, ScaleWanted } from '@funade/core';
import type { CommonOptions, PlanOptions, RunOptions, StandingOptions, WaitOptions } from './options.ts';
import type {
  DoctorOptions,
  EventsOptions,
  HistoryOptions,
  IamOptions,
  LogsOptions,
  StatusOptions,
  TasksOptions,
} from './page-options.ts';

/** How many tasks services are to run. */
export interface ScaleOptions extends StandingOptions, RunOptions {
  /** By service. */
  readonly scale: Readonly<Record<string, ScaleWanted>>;
  /** Show the plan, and change nothing. */
  readonly dryRun: boolean;
}

/** What is run, and where. */
export interface ExecOptions extends StandingOptions {
  /** The beginning of a task's id; null: any that fits. */
  readonly task: string | null;
  /** Null: the usual one. */
  readonly container: string | null;
  /** The words of the command. */
  readonly command: readonly string[];
  /** End with the exit code of the command. */
  readonly exitCode: boolean;
}

/** What is run by hand, and of which service. */
export interface HandRunOptions extends StandingOptions {
  /** One of the tasks of the config; null: none of them. */
  readonly task: string | null;
  /** The words of the command; null: the usual one. */
  readonly command: readonly string[] | null;
  /** As typed; null: what runs. */
  readonly revision: string | null;
  /** Null: what runs. */
  readonly tag: string | null;
  readonly count: number;
  /** Do not wait for its end. */
  readonly detach: boolean;
  readonly yes: boolean;
}

/** Which revisions that are there already are to run. */
export interface RevisionOptions {
  readonly intent: 'rollback' | 'deploy';
  /** Of all services: a version or a revision; null: the last stable one, unless `each` says more. */
  readonly to: string | null;
  /** By service: a revision. Empty: `to` says it. */
  readonly each: Readonly<Record<string, string>>;
}

/** What brings services to revisions that are there already. */
export interface RevisionRunOptions extends StandingOptions, RunOptions, WaitOptions {
  readonly revisions: RevisionOptions;
  readonly allow: Allowances;
  /** Path as typed; null saves nothing. */
  readonly out: string | null;
}

/** What is deployed: a release, or revisions that are there already. */
export interface DeployOptions extends PlanOptions, RunOptions, WaitOptions {
  /** Null: a release. */
  readonly revisions: RevisionOptions | null;
  /** Path as typed; null saves nothing. */
  readonly out: string | null;
}

/** What a prune is shown for. */
export interface PruneViewOptions extends StandingOptions {
  readonly prune: PruneOptions;
}

/** What is tidied up, and how that is run. */
export interface PruneCommandOptions extends PruneViewOptions, RunOptions {}

/** Which run is taken up; without a journal, what its plan is made from again. */
export interface ResumeOptions extends Omit<PlanOptions, 'environment'>, RunOptions {
  /** Id of the run; null: the newest one that has not ended. */
  readonly run: string | null;
  /** Null: any. */
  readonly environment: string | null;
}

/** What was typed. */
export type Invocation =
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' }
  | { readonly command: 'plan'; readonly options: PlanCommandOptions }
  | { readonly command: 'diff'; readonly options: DiffOptions }
  | { readonly command: 'render'; readonly options: RenderCommandOptions }
  | { readonly command: 'verify'; readonly options: PlanOptions }
  | { readonly command: 'deploy'; readonly options: DeployOptions }
  | { readonly command: 'apply'; readonly options: ApplyCommandOptions }
  | { readonly command: 'status'; readonly options: StatusOptions }
  | { readonly command: 'iam'; readonly options: IamOptions }
  | { readonly command: 'doctor'; readonly options: DoctorOptions }
  | { readonly command: 'history'; readonly options: HistoryOptions }
  | { readonly command: 'tasks'; readonly options: TasksOptions }
  | { readonly command: 'logs'; readonly options: LogsOptions }
  | { readonly command: 'exec'; readonly options: ExecOptions }
  | { readonly command: 'run'; readonly options: HandRunOptions }
  | { readonly command: 'events'; readonly options: EventsOptions }
  | { readonly command: 'rollback'; readonly options: RevisionRunOptions }
  | { readonly command: 'prune'; readonly options: PruneCommandOptions }
  | { readonly command: Exclude<OperationName, 'scale'>; readonly options: OperateOptions }
  | { readonly command: 'scale'; readonly options: ScaleOptions }
  | { readonly command: 'resume'; readonly options: ResumeOptions }
  | { readonly command: 'init'; readonly options: InitOptions }
  | { readonly command: 'explain'; readonly options: ExplainOptions }
  | { readonly command: 'completion'; readonly shell: ShellName }
  | { readonly command: 'complete'; readonly words: readonly string[] }
  | { readonly command: 'sandbox'; readonly options: SandboxOptions }
  | { readonly command: 'sandbox-token'; readonly options: SandboxTokenOptions };

/** How what is in progress is acted on. */
export interface OperateOptions extends StandingOptions, RunOptions, WaitOptions {}

export interface PlanCommandOptions extends PlanOptions, WaitOptions {
  /** Null: the plan of a release. */
  readonly revisions: RevisionOptions | null;
  /** Null: not the plan of a prune. */
  readonly prune: PruneOptions | null;
  /** Path as typed; null saves nothing. */
  readonly out: string | null;
  /** Print the plan as Markdown; never together with `json`. */
  readonly markdown: boolean;
}

export interface DiffOptions extends PlanOptions {
  /** Exit 1 when something differs. */
  readonly exitCode: boolean;
}

export interface RenderCommandOptions extends PlanOptions {
  /** Print values that look like secrets as they are sent. */
  readonly showSecrets: boolean;
}

export interface ApplyCommandOptions extends RunOptions {
  /** Path as typed. */
  readonly plan: string;
  readonly config: string | null;
}

/** Where a first config can come from, beside what is answered. */
export const initSources = ['live', 'ecspresso', 'copilot', 'ci'] as const;

/** What a first config is made from. Null and empty: it was not said. */
export interface InitOptions extends CommonOptions {
  readonly from: (typeof initSources)[number] | null;
  /** Files and folders to read, as typed. */
  readonly paths: readonly string[];
  readonly project: string | null;
  readonly environments: readonly string[];
  readonly services: readonly string[];
  readonly cluster: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly role: string | null;
  readonly ci: 'gitlab' | 'github' | 'none' | null;
  /** Add to a config that is there. */
  readonly update: boolean;
  /** Keep task definitions in files. */
  readonly definitions: boolean;
  /** Ask nothing. */
  readonly yes: boolean;
}

/** The shells that completion is there for. */
export const shellNames = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type ShellName = (typeof shellNames)[number];

/** What `explain` is asked for. */
export interface ExplainOptions extends CommonOptions {
  /** Null: all of them. */
  readonly code: string | null;
}

export interface SandboxOptions extends CommonOptions {
  readonly seed: string | null;
  /** Environments of the config that its world is made from; empty: none. */
  readonly environments: readonly string[];
  /** Path of the config as typed; null means that it is looked for. */
  readonly config: string | null;
  /** Failures to rehearse, as typed. */
  readonly behave: readonly string[];
  /** Path as typed; null: no seed is written. */
  readonly writeSeed: string | null;
  /** 0 means any free port. */
  readonly port: number;
  /** How many seconds of the sandbox pass in one second. */
  readonly speed: number;
}

export interface SandboxTokenOptions extends CommonOptions {
  readonly sub: string;
  readonly aud: string;
  /** Seconds; null means the sandbox's default. */
  readonly expiresIn: number | null;
  readonly endpoint: string | null;
}
