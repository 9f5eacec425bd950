import { closeSync, openSync } from 'node:fs';
import { mkdtempDisposable, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDeployError } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import { applyPlan } from '../run/apply-plan.ts';
import { reduceReport } from '../run/report.ts';
import { tellReporters } from '../run/tell-reporters.ts';
import { buildContext, buildDefinition, buildPlan, buildPlugin, buildStep, hearing } from '../testing/builders.ts';
import { journalReporter, loadJournal, parseJournal, startJournal } from './journal-file.ts';

const step = buildStep('a:api@production');
const plan = buildPlan([step]);
const folder = () => mkdtempDisposable(join(tmpdir(), 'funade-journal-'));
const run = (onEvent: (event: RunEvent) => void) =>
  applyPlan(plan, buildContext(), {
    plugins: [
      buildPlugin('test', {
        steps: [
          buildDefinition('a', (_, context) => {
            context.output('noise');
            context.progress('half');
            return { done: true };
          }),
        ],
      }),
    ],
    runId: 'run-1',
    reporters: hearing(onEvent),
  });

test('a journal holds its plan and what happened, and gives the report of its run', async () => {
  await using place = await folder();
  const journal = startJournal(place.path, 'run-1', { plan });
  const report = await run(journal.write);
  journal.close();
  expect(journal.error).toBeNull();
  const read = await loadJournal(journal.file);
  expect(read).toMatchObject({ run: 'run-1', plan });
  expect(reduceReport(read.plan, read.events)).toEqual(report);
});

test('what a child process printed is left out', async () => {
  await using place = await folder();
  const journal = startJournal(place.path, 'run-1', { plan });
  await run(journal.write);
  expect(await readFile(journal.file, 'utf8')).not.toContain('noise');
  journal.close();
});

test('an event is on disk as soon as it is written', async () => {
  await using place = await folder();
  const journal = startJournal(place.path, 'run-1', { plan });
  journal.write({ type: 'step-started', at: 1, step: step.id });
  expect((await loadJournal(journal.file)).events).toEqual([{ type: 'step-started', at: 1, step: step.id }]);
  journal.close();
});

test('folder and journal are for their owner alone', async () => {
  await using place = await folder();
  const journal = startJournal(place.path, 'run-1', { plan });
  journal.close();
  expect((await stat(join(place.path, 'runs'))).mode & 0o777).toBe(0o700);
  expect((await stat(journal.file)).mode & 0o777).toBe(0o600);
});

test('a disk that refuses does not stop the run; the journal says why it is not complete', async () => {
  await using place = await folder();
  await writeFile(join(place.path, 'runs'), 'a file where the folder belongs');
  const journal = startJournal(place.path, 'run-1', { plan });
  const report = await run(journal.write);
  journal.close();
  expect(report.outcome).toBe('succeeded');
  expect(journal.error).toMatchObject({ code: 'EEXIST' });
});

const head = JSON.stringify({ type: 'journal', format: 2, run: 'run-1', plan });
const event = JSON.stringify({ type: 'step-started', at: 1, step: step.id });

test('a last line that was cut off is left out', () => {
  expect(parseJournal(`${head}\n${event}\n${event.slice(0, 20)}`, 'x').events).toHaveLength(1);
});

test.each([
  ['', 'x is not the journal of a run: it is empty'],
  [head.slice(0, 50), 'x is not the journal of a run: its first line is cut off'],
  [`${event}\n`, 'x is not the journal of a run: line 1 is not the head of a journal'],
  [`${head}\n{\n${event}\n`, 'x is not the journal of a run: line 2 is not JSON'],
  [`${head}\n${event}\n7\n`, 'x is not the journal of a run: line 3 is not an event'],
  ['{"type":"journal","format":9}\n', 'x is not the journal of a run: its format is 9, and this version reads 2'],
  ['{"type":"journal","format":2}\n', 'x is not the journal of a run: line 1 names no run'],
  ['{"type":"journal","format":2,"run":"r"}\n', 'the plan in x is not a plan: it is not a JSON object'],
])('what is no journal is refused: %#', (text, message) => {
  expect(() => parseJournal(text, 'x')).toThrowError(message);
});

test('no text makes reading throw anything but a usage error', () => {
  const line = fc.oneof(fc.constantFrom(head, event), fc.json(), fc.string());
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.boolean(), (lines, ended) => {
      const text = `${lines.join('\n')}${ended ? '\n' : ''}`;
      try {
        parseJournal(text, 'x');
      } catch (error) {
        expect(isDeployError(error) && error.category).toBe('usage');
      }
    }),
    { numRuns: 300 },
  );
});

test('a journal that is not there is a usage error', async () => {
  await using place = await folder();
  await expect(loadJournal(join(place.path, 'gone.jsonl'))).rejects.toMatchObject({
    code: 'JOURNAL_UNREADABLE',
    category: 'usage',
  });
});

test('the journals of a command are kept by a reporter, one for each pass over a plan', async () => {
  await using place = await folder();
  const reporter = journalReporter(place.path);
  const reporters = tellReporters([reporter]);
  const options = { plugins: [buildPlugin('test', { steps: [buildDefinition('a')] })], reporters };
  await applyPlan(plan, buildContext(), { ...options, runId: 'run-1' });
  await applyPlan(plan, buildContext(), { ...options, runId: 'run-2' });
  const kept = await Promise.all(reporter.journals.map(({ file }) => loadJournal(file)));
  expect(kept.map(({ run, events }) => [run, events.at(0)?.type, events.at(-1)?.type])).toEqual([
    ['run-1', 'run-started', 'run-finished'],
    ['run-2', 'run-started', 'run-finished'],
  ]);
});

test('a disk that is full is no fault of the run', async () => {
  const reporter = journalReporter('/dev/null/nowhere');
  const reporters = tellReporters([reporter]);
  const plugins = [buildPlugin('test', { steps: [buildDefinition('a')] })];
  const report = await applyPlan(plan, buildContext(), { plugins, reporters, runId: 'run-1' });
  expect([report.outcome, report.warnings]).toEqual(['succeeded', []]);
  expect(reporter.journals[0]?.error).toMatchObject({ code: 'ENOTDIR' });
});

test('what a journal opened is closed', async () => {
  await using place = await folder();
  // The system gives the lowest number that is free, so nothing was left open if it is the same one afterwards.
  const next = (): number => {
    const descriptor = openSync(place.path, 'r');
    closeSync(descriptor);
    return descriptor;
  };
  const before = next();
  const journal = startJournal(place.path, 'run-1', { plan });
  expect(next()).not.toBe(before);
  journal.close();
  expect(next()).toBe(before);
  journal.close();
  expect(journal.error).toBeNull();
});
