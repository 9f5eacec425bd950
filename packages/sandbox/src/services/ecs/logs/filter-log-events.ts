import { numberIn, textIn, textsIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { hashOf } from '../identifiers.ts';
import type { EcsState } from '../state.ts';
import { logGroupOf, written } from './log-groups.ts';
import { nextPage } from './next-page.ts';

/** A filter pattern is taken as terms, quoted or bare, which all have to occur; anything more is not known here. */
export const filterLogEvents: Operation<EcsState> = (state, { input }) => {
  const names = textsIn(input, 'logStreamNames');
  const prefix = textIn(input, 'logStreamNamePrefix') ?? '';
  const start = numberIn(input, 'startTime') ?? 0;
  const end = numberIn(input, 'endTime') ?? Number.POSITIVE_INFINITY;
  const terms = [...(textIn(input, 'filterPattern') ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  const events = [...logGroupOf(state, input).entries()]
    .filter(([name]) => (names ? names.includes(name) : name.startsWith(prefix)))
    .flatMap(([logStreamName, lines]) =>
      written(state, lines).map(({ at, message }, index) => ({
        logStreamName,
        timestamp: at,
        message,
        ingestionTime: at,
        eventId: BigInt(`0x${hashOf(`${logStreamName}/${index}`).slice(0, 40)}`).toString(),
      })),
    )
    .filter(({ timestamp }) => timestamp >= start && timestamp <= end)
    .filter(({ message }) => terms.every((term) => message.includes(term)))
    .sort((left, right) => left.timestamp - right.timestamp);
  const { items, nextToken } = nextPage(events, input);
  return { events: items, searchedLogStreams: [], nextToken };
};
