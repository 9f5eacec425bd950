import { booleanIn, numberIn, textIn, textsIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { hashOf } from '../identifiers.ts';
import type { EcsState } from '../state.ts';
import { logGroupOf, written } from './log-groups.ts';
import { nextPage } from './next-page.ts';

const mostStreams = 100;

function checkStreams(names: readonly string[] | undefined, prefix: string | undefined): void {
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix can not be given together.');
  }
  if (names !== undefined && (names.length < 1 || names.length > mostStreams)) {
    throw invalidParameter(`logStreamNames must have 1 to ${mostStreams} names.`);
  }
}

/** A filter pattern is taken as terms, quoted or bare, which all have to occur; anything more is not known here. */
export const filterLogEvents: Operation<EcsState> = (state, { input }) => {
  const names = textsIn(input, 'logStreamNames');
  checkStreams(names, textIn(input, 'logStreamNamePrefix'));
  const prefix = textIn(input, 'logStreamNamePrefix') ?? '';
  const start = numberIn(input, 'startTime') ?? 0;
  const end = numberIn(input, 'endTime') ?? Number.POSITIVE_INFINITY;
  const terms = [...(textIn(input, 'filterPattern') ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  const events = [...logGroupOf(state, input).entries()]
    .filter(([name]) => (names ? names.includes(name) : name.startsWith(prefix)))
    .flatMap(([logStreamName, lines]) =>
      written(
        state,
        lines.map((line, index) => ({ ...line, index })),
      ).map(({ at, arrivesAt, message, index }) => ({
        logStreamName,
        timestamp: at,
        message,
        ingestionTime: arrivesAt,
        // By the order in which lines were written, whatever the order in which they arrive.
        eventId: BigInt(`0x${hashOf(`${logStreamName}/${index}`).slice(0, 40)}`).toString(),
      })),
    )
    .filter(({ timestamp }) => timestamp >= start && timestamp <= end)
    .sort((left, right) => left.timestamp - right.timestamp);
  if (booleanIn(input, 'startFromHead') === false) events.reverse();
  // A page is what was searched: where nothing of it matches it is empty, and the token goes on all the same.
  const { items, nextToken } = nextPage(events, input);
  const found = items.filter(({ message }) => terms.every((term) => message.includes(term)));
  return { events: found, searchedLogStreams: [], nextToken };
};
