import { durationText, type Outcome, plainLastLine, plainLine, type Step, type StepId } from '@funade/core';
import { padText, textWidth } from '../render/text-width.ts';
import type { Display, DisplayContext } from './display.ts';
import { type EventHandlers, handleEvent } from './event-handlers.ts';
import { liveSections } from './live-sections.ts';
import type { LogSections } from './log-sections.ts';
import { leftText, newsText, noTimes, type ProgressFacts, progressFacts } from './progress-facts.ts';
import { shortTitle } from './short-title.ts';

/** A run that waits says so at least this often. */
const silenceMs = 60_000;
/** At most so many lines of a child process's output are kept for a log section. */
const sectionLines = 2000;

interface Running {
  readonly startedAt: number;
  message: string;
  /** When the step stops waiting, and what it waits for leaves its stage. */
  left: Pick<ProgressFacts, 'until' | 'stageUntil'>;
  readonly output: string[];
  dropped: number;
}

/**
 * Plain lines with a time, for CI logs and pipes: one when something starts, changes or ends, and one a minute while
 * nothing does. What a build prints is folded into a log section where the CI has those, and what a task beside the rollout
 * writes too, but as it comes.
 */
export function linesDisplay(context: DisplayContext, sections: LogSections | null): Display {
  const { plan, output, style, clock } = context;
  const steps = new Map<StepId, Step>(plan.steps.map((step) => [step.id, { ...step, title: plainLine(step.title) }]));
  const running = new Map<StepId, Running>();
  const skipped = new Set<string>();
  const failures = new Map<StepId, Outcome>();
  const leaving = new Set<StepId>();
  const width = Math.min(40, Math.max(...plan.steps.map((step) => textWidth(step.label)), 0));
  let lastLineAt = clock.now();
  const live = sections === null ? null : liveSections(sections, output);

  const line = (at: number, label: string, text: string): void => {
    lastLineAt = at;
    live?.close(at);
    output.write(`${style.dim(time(at))} ${padText(label, width)}  ${text}\n`);
  };
  const say = (id: StepId, at: number, text: string): void => {
    line(at, steps.get(id)?.label ?? '', `${shortTitle(steps.get(id)?.title ?? id)}${text}`);
  };
  const heartbeat = (now: number): void => {
    if (running.size === 0 || now - lastLineAt < silenceMs) return;
    const waiting = [...running].slice(0, 5).map(([id, { startedAt, message, left }]) => {
      const step = steps.get(id);
      const name = `${step?.label ?? ''} ${shortTitle(step?.title ?? id)}`.trim();
      const how = message === '' ? '' : `, ${message}${leftText(left, now)}`;
      return `${name} (${durationText(now - startedAt)}${how})`;
    });
    const more = running.size > waiting.length ? `, and ${running.size - waiting.length} more` : '';
    line(now, '', `still running: ${waiting.join('; ')}${more}`);
  };
  /** A target that a failed step belongs to has failed with it; one that only needed it is skipped. */
  const notStarted = (step: Step | undefined, because: StepId): string => {
    const cause = steps.get(because);
    const title = cause?.title ?? because;
    if (leaving.has(because)) return `left out: ${step?.title ?? ''}: the rollout is still in progress`;
    const isOwn = step?.targets.every((target) => cause?.targets.includes(target)) === true;
    return isOwn ? `${failures.get(because) ?? 'failed'}: ${title}` : `skipped: ${title} failed`;
  };
  const flush = (id: StepId, at: number): void => {
    const step = running.get(id);
    if (sections === null || step === undefined || step.output.length === 0) return;
    live?.close(at);
    const name = `funade_${id.replace(/\W+/g, '_')}`;
    const left = step.dropped === 0 ? '' : `| ${step.dropped} earlier lines omitted\n`;
    const body = step.output.map((text) => `| ${text}\n`).join('');
    const title = `output of: ${steps.get(id)?.title ?? id}`;
    output.command(sections.open(name, step.startedAt, title));
    output.write(`${left}${body}`);
    output.command(sections.close(name, at));
  };
  const ended = (id: StepId, at: number): string => {
    flush(id, at);
    const step = running.get(id);
    running.delete(id);
    return step === undefined ? '' : ` (${durationText(at - step.startedAt)})`;
  };

  const handlers: EventHandlers = {
    'run-started': ({ at, run }) => line(at, '', startText(context, run)),
    'step-started': ({ at, step }) => {
      running.set(step, { startedAt: at, message: '', left: noTimes, output: [], dropped: 0 });
      line(at, steps.get(step)?.label ?? '', steps.get(step)?.title ?? step);
    },
    'step-progress': (event) => {
      const step = running.get(event.step);
      const message = newsText(plainLine(event.message));
      const { isNews, ...left } = progressFacts(event.data);
      if (step !== undefined && isNews) return say(event.step, event.at, `: ${message}`);
      if (step === undefined || step.message === message) return heartbeat(event.at);
      step.message = message;
      step.left = left;
      say(event.step, event.at, `: ${message}${leftText(left, event.at)}`);
    },
    'step-output': (event) => {
      const step = running.get(event.step);
      const text = plainLastLine(event.line);
      if (step === undefined || text === '') return;
      if (live !== null && isLive(steps.get(event.step))) {
        lastLineAt = event.at;
        live.write({ id: event.step, title: steps.get(event.step)?.title ?? '', at: event.at }, text);
      } else if (sections === null) {
        line(event.at, steps.get(event.step)?.label ?? '', style.dim(`| ${text}`));
      } else {
        step.output.push(text);
        if (step.output.length > sectionLines) {
          step.output.shift();
          step.dropped += 1;
        }
        heartbeat(event.at);
      }
    },
    'step-warned': ({ step, at, message }) => say(step, at, `: ${style.yellow('warning:')} ${plainLine(message)}`),
    'run-warned': ({ at, message }) => line(at, '', `${style.yellow('warning:')} ${plainLine(message)}`),
    'step-succeeded': ({ step, at, goesOn }) => {
      if (goesOn !== undefined) leaving.add(step);
      if (goesOn !== undefined)
        say(step, at, `: ${style.yellow('in progress')}${ended(step, at)}: ${plainLine(goesOn)}`);
      else if (running.has(step)) say(step, at, `: ${style.green('done')}${ended(step, at)}`);
      else say(step, at, ': done in an earlier run');
    },
    'step-failed': ({ step, at, error, outcome }) => {
      const [first = ''] = error.message.split('\n');
      failures.set(step, outcome);
      say(step, at, `: ${style.red(outcome)}${ended(step, at)}: ${plainLine(first)} (${error.code})`);
    },
    'step-skipped': ({ step, at, because }) => {
      const label = steps.get(step)?.label ?? step;
      // One line for each label says it all; a cancelled run is told by its own event and by the summary.
      if (because === null || skipped.has(label)) return;
      skipped.add(label);
      line(at, label, notStarted(steps.get(step), because));
    },
    'run-interrupted': ({ at, signal }) =>
      line(at, '', `${style.yellow('interrupted')} by ${signal}: no further steps are started`),
    'run-finished': () => undefined,
  };
  const stop = context.every(1_000, () => heartbeat(clock.now()));
  return {
    event: (event) => handleEvent(handlers, event),
    end: async () => {
      stop();
      live?.close(clock.now());
      for (const id of running.keys()) flush(id, clock.now());
    },
  };
}

/** A task or a check beside the rollout is watched by people; a build's output is for whoever looks for it afterwards. */
function isLive(step: Step | undefined): boolean {
  return step?.phase === 'before-rollout' || step?.phase === 'after-rollout';
}

function startText({ plan }: DisplayContext, run: string): string {
  const targets = plan.targets.filter((target) => target.steps.length > 0).length;
  return `run ${run}: plan ${plan.id.slice(0, 12)}, ${count(targets, 'target')}, ${count(plan.steps.length, 'step')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `2026-11-23T22:35:09Z`. */
function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
