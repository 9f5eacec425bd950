import type { Broken } from '../model/broken.ts';
import type { ProcessRecord, Recording } from '../model/recording.ts';
import { text } from './steps-of.ts';

/** The seventh invariant: what a killed run has left behind is all that happened, and no more than that. */
export function checkJournals(recording: Recording): readonly Broken[] {
  const told = (rule: string, what: string, process: number): Broken => ({ invariant: 7, rule, text: what, process });
  return recording.processes.flatMap((record) => [
    ...unwritten(recording, record).map((what) => told('what happened is on disk', what, record.id)),
    ...untrue(recording, record).map((what) => told('a step that succeeded was done', what, record.id)),
  ]);
}

/** Events that a process told and that its journals have not. */
function unwritten({ journals }: Recording, { events }: ProcessRecord): readonly string[] {
  let run: readonly string[] = [];
  let at = 0;
  const wrong: string[] = [];
  for (const event of events) {
    if (event.type === 'run-started') {
      run = (journals.get(event.run) ?? '').split('\n').slice(1);
      at = 0;
    }
    if (event.type === 'step-output') continue;
    if (run[at] !== JSON.stringify(event))
      wrong.push(`${event.type} ${'step' in event ? event.step : ''} is not in its journal`);
    at += 1;
  }
  return wrong.slice(0, 1);
}

/** Steps that are told as done although AWS knows of no such thing. */
function untrue({ definitions, revisions, ends }: Recording, { events, command }: ProcessRecord): readonly string[] {
  // Of a service that was deleted ECS knows nothing any more.
  const deleted = ends.some(({ seen }) => seen === null || seen.status !== 'ACTIVE');
  const known = new Set((definitions[command.environment] ?? []).map(({ taskDefinitionArn }) => taskDefinitionArn));
  return events.flatMap((event) => {
    if (event.type !== 'step-succeeded') return [];
    const output = event.output as never;
    const revision = text(output, 'taskDefinitionArn') || text(output, 'taskDefinition');
    const deployment = text(output, 'deploymentId');
    return [
      ...(revision.startsWith('arn:') && !known.has(revision)
        ? [`${event.step} has ${revision}, which is not there`]
        : []),
      ...(deployment !== '' && !deleted && !revisions.has(deployment)
        ? [`${event.step} has ${deployment}, which is not there`]
        : []),
    ];
  });
}
