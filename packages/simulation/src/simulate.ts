import { check } from './check/check.ts';
import { type Coverage, coverageOf } from './check/coverage.ts';
import { drawStory } from './draw/draw-story.ts';
import type { Broken } from './model/broken.ts';
import type { Recording } from './model/recording.ts';
import type { Story } from './model/story.ts';
import { type PlayOptions, play } from './play/play.ts';
import { hashTrace, traceOf } from './trace/hash-trace.ts';

/** How a simulation is run. */
export interface SimulateOptions extends PlayOptions {
  /** Whether it is played once more, to see that it is the same. Default: no. */
  readonly twice?: boolean;
}

/** What came of a seed. */
export interface Simulated {
  readonly story: Story;
  /** Hash over all requests, answers and events with their virtual times. */
  readonly trace: string;
  /** What did not hold. Empty: everything did. */
  readonly broken: readonly Broken[];
  readonly recording: Recording;
  /** What was reached, and how often. */
  readonly coverage: Coverage;
}

/** Draws the story of a seed, plays it and checks what must hold. */
export async function simulate(seed: number, options: SimulateOptions = {}): Promise<Simulated> {
  return simulateStory(drawStory(seed), options);
}

/** The same with a story that is there already. */
export async function simulateStory(
  story: Story,
  { twice = false, ...options }: SimulateOptions = {},
): Promise<Simulated> {
  const recording = await play(story, options);
  const lines = traceOf(recording);
  const broken = [...check(recording)];
  if (twice) {
    const again = traceOf(await play(story, options));
    const at = lines.findIndex((line, index) => line !== again[index]);
    if (at >= 0 || again.length !== lines.length) {
      const text = difference(lines[at < 0 ? again.length : at] ?? '', again[at < 0 ? lines.length : at] ?? '');
      broken.push({ invariant: 8, rule: 'the same seed has the same trace', text, process: null });
    }
  }
  return { story, trace: hashTrace(lines), broken, recording, coverage: coverageOf(recording) };
}

/** Where two lines of a trace part. */
function difference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 100);
  return `${one.slice(0, 60)} … ${one.slice(from, at + 200)} and then ${other.slice(from, at + 200)}`;
}
