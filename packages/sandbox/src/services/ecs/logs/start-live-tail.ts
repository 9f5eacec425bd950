import { textIn, textsIn } from '../../../model/input.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { nextUuid } from '../identifiers.ts';
import type { EcsState } from '../state.ts';
import { written } from './log-groups.ts';

const mostGroups = 10;

/** Lines in one update; of more, only so many are told. */
const mostLines = 500;

/** What a live tail begins with; what follows is streamed. */
export const startLiveTail: Operation<EcsState> = (state, { input }) => {
  const identifiers = textsIn(input, 'logGroupIdentifiers') ?? [];
  const names = textsIn(input, 'logStreamNames');
  const prefixes = textsIn(input, 'logStreamNamePrefixes');
  if (identifiers.length < 1 || identifiers.length > mostGroups) throw invalid(`name 1 to ${mostGroups} log groups`);
  if (identifiers.some((each) => !/^arn:[\w-]+:logs:[^*]+:log-group:[^*]+$/.test(each)))
    throw invalid('a log group is named by its ARN, without :* at its end');
  if (names !== undefined && prefixes !== undefined) throw invalid('name log streams, or prefixes of them');
  if ((names ?? prefixes) !== undefined && identifiers.length > 1)
    throw invalid('log streams can be named in one log group only');
  for (const name of identifiers.map(nameOf)) {
    if (!state.logs.has(name) && state.logGroups !== null && !state.logGroups.has(name))
      throw new AwsFault('ResourceNotFoundException', 'The specified log group does not exist.');
  }
  return {
    requestId: nextUuid(state),
    sessionId: nextUuid(state),
    logGroupIdentifiers: identifiers,
    logStreamNames: names ?? [],
    logStreamNamePrefixes: prefixes ?? [],
    logEventFilterPattern: textIn(input, 'logEventFilterPattern') ?? '',
  };
};

/** What a live tail tells of the lines that arrived after one time and up to another. */
export function liveTailUpdate(
  state: EcsState,
  input: WireObject,
  { after, until }: { readonly after: number; readonly until: number },
): WireObject {
  const names = textsIn(input, 'logStreamNames');
  const prefixes = textsIn(input, 'logStreamNamePrefixes');
  const terms = [...(textIn(input, 'logEventFilterPattern') ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  const isTold = (stream: string): boolean =>
    names?.includes(stream) ?? prefixes?.some((prefix) => stream.startsWith(prefix)) ?? true;
  const found = (textsIn(input, 'logGroupIdentifiers') ?? []).flatMap((logGroupIdentifier) =>
    [...(state.logs.get(nameOf(logGroupIdentifier)) ?? [])]
      .filter(([logStreamName]) => isTold(logStreamName))
      .flatMap(([logStreamName, lines]) =>
        written(state, lines)
          .filter(
            ({ arrivesAt, message }) =>
              arrivesAt > after && arrivesAt <= until && terms.every((term) => message.includes(term)),
          )
          .map(({ at, arrivesAt, message }) => ({
            logStreamName,
            logGroupIdentifier,
            message,
            timestamp: at,
            ingestionTime: arrivesAt,
          })),
      ),
  );
  const results = found.toSorted((a, b) => a.ingestionTime - b.ingestionTime).slice(0, mostLines);
  return { sessionMetadata: { sampled: found.length > mostLines }, sessionResults: results };
}

function nameOf(identifier: string): string {
  return identifier.split(':log-group:').at(-1) ?? '';
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidParameterException', message);
}
