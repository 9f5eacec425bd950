import { textIn } from '../../../model/input.ts';
import { AwsFault, type WireObject } from '../../../model/service.ts';
import type { EcsState, LogLine } from '../state.ts';

/** The streams of the group a request names. Throws ResourceNotFoundException when nothing was ever written there. */
export function logGroupOf(state: EcsState, input: WireObject): ReadonlyMap<string, readonly LogLine[]> {
  const name = groupNameIn(input);
  const group = state.logs.get(name);
  if (group) return group;
  if (state.logGroups?.has(name)) return new Map();
  throw new AwsFault('ResourceNotFoundException', 'The specified log group does not exist.');
}

/** The group a request names, by name or ARN. */
export function groupNameIn(input: WireObject): string {
  const identifier = textIn(input, 'logGroupIdentifier')?.split(':log-group:').at(-1)?.replace(/:\*$/, '');
  return textIn(input, 'logGroupName') ?? identifier ?? '';
}

/** Lines that have arrived by now, oldest first. */
export function written<Line extends LogLine>(state: EcsState, lines: readonly Line[]): readonly Line[] {
  return lines.filter((line) => line.arrivesAt <= state.now).toSorted((left, right) => left.at - right.at);
}
