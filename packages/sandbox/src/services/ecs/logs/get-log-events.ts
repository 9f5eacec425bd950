import { booleanIn, numberIn, textIn } from '../../../model/input.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import type { EcsState } from '../state.ts';
import { logGroupOf, written } from './log-groups.ts';

const most = 10_000;

export const getLogEvents: Operation<EcsState> = (state, { input }) => {
  const stream = logGroupOf(state, input).get(textIn(input, 'logStreamName') ?? '');
  if (!stream) throw new AwsFault('ResourceNotFoundException', 'The specified log stream does not exist.');
  const start = numberIn(input, 'startTime') ?? 0;
  const end = numberIn(input, 'endTime') ?? Number.POSITIVE_INFINITY;
  const lines = written(state, stream).filter(({ at }) => at >= start && at < end);
  const limit = Math.min(numberIn(input, 'limit') ?? most, most);
  const token = /^([fb])\/(\d+)$/.exec(textIn(input, 'nextToken') ?? '');
  const [from, to] = window(lines.length, limit, { token, head: booleanIn(input, 'startFromHead') ?? false });
  return {
    events: lines
      .slice(from, to)
      .map(({ at, arrivesAt, message }) => ({ timestamp: at, message, ingestionTime: arrivesAt })),
    nextForwardToken: `f/${to}`,
    nextBackwardToken: `b/${from}`,
  };
};

/** Which lines are answered: the newest ones, unless the head is asked for or a token says where to go on. */
function window(
  length: number,
  limit: number,
  { token, head }: { token: RegExpExecArray | null; head: boolean },
): readonly [from: number, to: number] {
  const at = Math.min(Number(token?.[2] ?? 0), length);
  if (token?.[1] === 'f') return [at, Math.min(at + limit, length)];
  if (token?.[1] === 'b') return [Math.max(0, at - limit), at];
  return head ? [0, Math.min(limit, length)] : [Math.max(0, length - limit), length];
}
