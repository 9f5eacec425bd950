import { expect, test } from 'vitest';
import type { RunEvent } from '../model/event.ts';
import { type JournaledRun, pastRuns } from './past-run.ts';

const plan = { id: 'plan' } as JournaledRun['plan'];

const journal = (run: string, at: number, resumes?: string): JournaledRun => ({
  run,
  plan,
  isOperation: false,
  events: [{ type: 'step-started', at, step: `a:${run}` } as RunEvent],
  ...(resumes === undefined ? {} : { resumes }),
});

test.each([
  ['20261130-204040-ff', '20261130-204040-aa'],
  ['20261130-204040-aa', '20261130-204040-ff'],
])('%s, taken up by %s within one second, comes first', (first, second) => {
  const both = [journal(first, 100), journal(second, 300, first)];
  const newestFirst = both.toSorted((one, other) => (one.run < other.run ? 1 : -1));
  const [run] = pastRuns(newestFirst);
  expect(run?.id).toBe(first);
  expect(run?.others).toEqual([second]);
  expect(run?.events.map(({ at }) => at)).toEqual([100, 300]);
});
