import { checkVerdicts } from './check/check-verdicts.ts';
import { drawStory } from './draw/draw-story.ts';
import type { Broken } from './model/broken.ts';
import type { Story } from './model/story.ts';
import { play } from './play/play.ts';
import type { Recording } from './play/recording.ts';
import { hashTrace, traceOf } from './trace/hash-trace.ts';

/** How a simulation is run. */
export interface SimulateOptions {
  /** Whether it is played once more, to see that it is the same. Default: no. */
  readonly twice?: boolean;
  /** The first port of the sandbox. Default: any free ones. */
  readonly port?: number;
}

/** What came of a seed. */
export interface Simulated {
  readonly story: Story;
  /** Hash over all requests, answers and events with their virtual times. */
  readonly trace: string;
  /** What did not hold. Empty: everything did. */
  readonly broken: readonly Broken[];
  readonly recording: Recording;
}

/** Draws the story of a seed, plays it and checks what must hold. */
export async function simulate(seed: number, options: SimulateOptions = {}): Promise<Simulated> {
  return simulateStory(drawStory(seed), options);
}

/** The same with a story that is there already. */
export async function simulateStory(
  story: Story,
  { twice = false, port = 0 }: SimulateOptions = {},
): Promise<Simulated> {
  const recording = await play(story, port);
  const lines = traceOf(recording);
  const broken = [...checkVerdicts(recording)];
  if (twice) {
    const again = traceOf(await play(story, port));
    const at = lines.findIndex((line, index) => line !== again[index]);
    if (at >= 0 || again.length !== lines.length) {
      const where = at < 0 ? lines.length : at;
      const text = `line ${where} of ${lines.length}: ${lines[where]?.slice(0, 2000)} and then ${again[where]?.slice(0, 2000)}`;
      broken.push({ invariant: 8, rule: 'the same seed has the same trace', text, process: null });
    }
  }
  return { story, trace: hashTrace(lines), broken, recording };
}
