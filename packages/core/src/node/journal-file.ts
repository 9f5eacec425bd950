import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunEvent } from '../model/event.ts';
import { isJsonObject } from '../model/json.ts';
import type { Plan, RunnablePlan } from '../model/plan.ts';
import type { Reporter, RunPart } from '../model/reporter.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { journalInvalid, journalUnreadable } from '../run/errors.ts';

/** Format number of a journal. */
const journalFormat = 2;

/** The journal of one run: its plan, then everything that happened, one JSON value a line. */
export interface Journal {
  readonly file: string;
  /**
   * Appends an event before it returns, so that a killed process leaves what happened until then. Lines of child
   * processes' output are left out. The first error of the disk is kept in `error`, and nothing more is written.
   */
  readonly write: (event: RunEvent) => void;
  /** Why the journal is not complete; null when it is. */
  readonly error: unknown;
  close(): void;
}

/** The reporter that keeps journals: one for each pass over a plan. */
export interface JournalReporter extends Reporter {
  /** Those that were started, in their order. */
  readonly journals: readonly Journal[];
}

/** Keeps the journals of a command's runs in a state folder. An error of the disk ends no run. */
export function journalReporter(folder: string): JournalReporter {
  const journals: Journal[] = [];
  return {
    name: 'journal',
    journals,
    start: ({ id, plan, ...part }) => {
      journals.push(startJournal(folder, id, { plan, ...part }));
    },
    event: (event) => journals.at(-1)?.write(event),
    end: () => journals.at(-1)?.close(),
  };
}

/** What a journal says. */
export interface JournalContent {
  readonly run: string;
  readonly plan: Plan;
  readonly events: readonly RunEvent[];
}

/** The journal of a run in a state folder. */
export function journalPath(folder: string, runId: string): string {
  return join(folder, 'runs', `${runId}.jsonl`);
}

/** What a journal begins with. */
export interface JournalHead extends RunPart {
  readonly plan: RunnablePlan;
}

/** Starts the journal of a run in a state folder. Folder and file are for their owner alone. */
export function startJournal(folder: string, runId: string, { plan, ...part }: JournalHead): Journal {
  const file = journalPath(folder, runId);
  let error: unknown = null;
  let open: number | null = null;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (cause) {
      error ??= cause;
    }
  };
  const append = (value: unknown): void => {
    if (open !== null && error === null) writeFileSync(open, `${JSON.stringify(value)}\n`);
  };
  attempt(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    open = openSync(file, 'ax', 0o600);
    append({ type: 'journal', format: journalFormat, run: runId, ...part, plan });
  });
  return {
    file,
    get error() {
      return error;
    },
    write(event) {
      if (event.type !== 'step-output') attempt(() => append(event));
    },
    close() {
      const descriptor = open;
      open = null;
      if (descriptor !== null) attempt(() => closeSync(descriptor));
    },
  };
}

/**
 * Reads a journal. A last line that was cut off is left out: the process ended while it wrote.
 * Throws `JOURNAL_UNREADABLE`, `JOURNAL_INVALID`, and what `parsePlan` throws.
 */
export async function loadJournal(file: string): Promise<JournalContent> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw journalUnreadable(file, error);
  });
  return parseJournal(text, file);
}

/** A journal from its text. Throws as `loadJournal` does. */
export function parseJournal(text: string, file: string): JournalContent {
  const { run, plan, events } = parseRun(text, file);
  if (isJsonObject(plan) && typeof plan.operation === 'string') {
    throw journalInvalid(file, `\`funade ${plan.operation}\` cannot be resumed: run it again`);
  }
  return { run, plan: parsePlan(JSON.stringify(plan ?? null), `the plan in ${file}`), events };
}

/** What a journal says, whatever was run: a plan, or an operation on what was in progress. */
export interface RunContent extends Omit<JournalContent, 'plan'>, RunPart {
  readonly plan: unknown;
}

/** The same with whatever was run. Throws `JOURNAL_INVALID`. */
export function parseRun(text: string, file: string): RunContent {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const values = lines.map((line, index) => parseLine(line, { file, line: index + 1 }));
  const [head, ...events] = values;
  if (!isJsonObject(head) || head.type !== 'journal') throw journalInvalid(file, headProblem(values.length, torn));
  if (head.format !== journalFormat) {
    throw journalInvalid(
      file,
      `its format is ${JSON.stringify(head.format) ?? 'none'}, and this version reads ${journalFormat}`,
    );
  }
  if (typeof head.run !== 'string') throw journalInvalid(file, 'line 1 names no run');
  const odd = events.findIndex((event) => !isJsonObject(event) || typeof event.type !== 'string');
  if (odd !== -1) throw journalInvalid(file, `line ${odd + 2} is not an event`);
  const { run, plan, resumes, rollsBack } = head;
  return {
    run,
    plan,
    events: events as unknown as readonly RunEvent[],
    ...(typeof resumes === 'string' ? { resumes } : {}),
    ...(typeof rollsBack === 'string' ? { rollsBack } : {}),
  };
}

function parseLine(text: string, { file, line }: { readonly file: string; readonly line: number }): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw journalInvalid(file, `line ${line} is not JSON`);
  }
}

function headProblem(lines: number, torn: string): string {
  if (lines === 0) return torn === '' ? 'it is empty' : 'its first line is cut off';
  return 'line 1 is not the head of a journal';
}
