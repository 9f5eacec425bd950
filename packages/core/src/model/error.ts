import type { Json } from './json.ts';
import { machineFull } from './machine-full.ts';
import type { Outcome } from './outcome.ts';
import { plainJson } from './plain-json.ts';
import { plainText } from './plain-text.ts';

/**
 * What an error means for the person who typed the command; the exit code follows from it.
 *
 * - `failed`: a step or a read failed (exit 1, or that of the error's `outcome`)
 * - `usage`: the command, the config or a plan file is wrong; nothing was changed (exit 2)
 * - `refused`: a rule says no; nothing was changed (exit 8)
 * - `interrupted`: a signal came (exit 130 or 143)
 * - `internal`: a fault of Funade; the only category that asks for a report (exit 1)
 */
export type ErrorCategory = 'failed' | 'usage' | 'refused' | 'interrupted' | 'internal';

export interface DeployErrorOptions {
  /** The next thing to type or to look at. */
  readonly hint?: string;
  /** The facts of the message and what belongs to them, for programs: JSON that is never a secret, at most 64 KB of it. */
  readonly details?: unknown;
  readonly cause?: unknown;
  /** What shows the cause, line by line: exit codes, the last lines of a log or of a build. */
  readonly evidence?: readonly string[];
  /** Default `failed`. */
  readonly category?: ErrorCategory;
  /** What goes on without us although the step has ended: a deployment that nobody watches any more, or its rollback. */
  readonly goesOn?: 'deployment' | 'rollback';
  /** How the target ended, when the step that throws knows it better than `failed`. */
  readonly outcome?: Outcome;
}

const brand = Symbol.for('funade.DeployError');

/**
 * The one error class of Funade. Told apart by `code`, never by its text.
 *
 * The message is lower case, without a full stop, and holds the wrong value.
 */
export class DeployError extends Error {
  override readonly name = 'DeployError';
  readonly code: string;
  readonly category: ErrorCategory;
  readonly hint: string | null;
  readonly details: unknown;
  readonly evidence: readonly string[];
  readonly goesOn: 'deployment' | 'rollback' | null;
  readonly outcome: Outcome | null;
  /** @internal Survives two copies of this package in one process. */
  readonly [brand] = true;

  constructor(code: string, message: string, options: DeployErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.category = options.category ?? 'failed';
    this.hint = options.hint ?? null;
    this.details = options.details ?? null;
    this.evidence = options.evidence ?? [];
    this.goesOn = options.goesOn ?? null;
    this.outcome = options.outcome ?? null;
  }
}

/** Whether the value is a `DeployError`, from whichever copy of this package. */
export function isDeployError(value: unknown): value is DeployError {
  return typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true;
}

/**
 * Any thrown value as a `DeployError`. What is not one yet is its cause: of `TOO_MANY_FILES` or `DISK_FULL` where the machine has
 * no more of something, else of `INTERNAL`.
 */
export function toDeployError(value: unknown): DeployError {
  if (isDeployError(value)) return value;
  const full = machineFull(value);
  if (full !== null) return new DeployError(full.code, full.what, { cause: value, hint: full.hint });
  const message = value instanceof Error ? value.message : String(value);
  return new DeployError('INTERNAL', `unexpected error: ${message}`, {
    category: 'internal',
    cause: value,
    hint: 'this is a fault of Funade; please report it with the lines above',
  });
}

/** An error as it stands in events, journals and reports. */
export interface ErrorInfo {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly message: string;
  readonly hint: string | null;
  /** The messages of the causes, outermost first. */
  readonly because: readonly string[];
  /** What shows the cause, a line each. Absent: there is nothing to show. */
  readonly evidence?: readonly string[];
  /** The facts of the message, for programs; what each code has is said in `docs/events.md`. Absent: there are none. */
  readonly details?: Json;
  /** What goes on in AWS although the step has ended. Absent: nothing does. */
  readonly goesOn?: 'deployment' | 'rollback';
}

/** More of an error's details than this is not kept. */
const mostDetails = 64 * 1024;

/** The JSON form of an error, its texts plain: they may be AWS's, git's or a builder's. Details that are no JSON, or too large, are left out. */
export function errorInfo(value: unknown): ErrorInfo {
  const error = toDeployError(value);
  const because: string[] = [];
  let cause = error.cause;
  while (cause !== undefined && cause !== null && because.length < 5) {
    because.push(plainText(cause instanceof Error ? cause.message : String(cause)));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  const { code, category } = error;
  const message = plainText(error.message);
  const hint = error.hint === null ? null : plainText(error.hint);
  const evidence = (error.evidence ?? []).map(plainText);
  const details = detailsOf(error.details);
  return {
    code,
    category,
    message,
    hint,
    because,
    ...(evidence.length === 0 ? {} : { evidence }),
    ...(details === null ? {} : { details }),
    ...(error.goesOn == null ? {} : { goesOn: error.goesOn }),
  };
}

function detailsOf(details: unknown): Json {
  try {
    const text = JSON.stringify(details ?? null) ?? 'null';
    return text.length > mostDetails ? null : plainJson(JSON.parse(text));
  } catch {
    return null;
  }
}
