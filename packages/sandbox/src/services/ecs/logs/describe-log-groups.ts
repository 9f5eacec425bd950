import { numberIn, objectIn, textIn, textsIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import type { EcsState } from '../state.ts';
import { containerDefinitions } from '../task/containers.ts';

const most = 50;

export const describeLogGroups: Operation<EcsState> = (state, { input }) => {
  const prefix = textIn(input, 'logGroupNamePrefix');
  const pattern = textIn(input, 'logGroupNamePattern');
  if (prefix !== undefined && pattern !== undefined) {
    throw new AwsFault(
      'InvalidParameterException',
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  const size = numberIn(input, 'limit') ?? most;
  if (size < 1 || size > most) {
    throw new AwsFault(
      'InvalidParameterException',
      `1 validation error detected: Value '${size}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
    );
  }
  const identifiers = textsIn(input, 'logGroupIdentifiers');
  const names = [...knownGroups(state, prefix)]
    .filter((name) => name.startsWith(prefix ?? ''))
    .filter((name) => name.toLowerCase().includes((pattern ?? '').toLowerCase()))
    .filter((name) => identifiers?.some((each) => each === name || each === groupArn(state, name)) ?? true)
    .sort();
  const page = pageOf(names, { size, token: textIn(input, 'nextToken') });
  if (page === null) throw new AwsFault('InvalidParameterException', 'The specified nextToken is invalid.');
  return { logGroups: page.items.map((name) => groupView(state, name)), nextToken: page.nextToken };
};

/** While the seed names no groups every group exists: the written ones, those of task definitions, and the one asked for. */
function knownGroups(state: EcsState, asked: string | undefined): ReadonlySet<string> {
  if (state.logGroups !== null) return new Set([...state.logGroups, ...state.logs.keys()]);
  const named = [...state.families.values()].flat().flatMap((definition) =>
    containerDefinitions(definition).flatMap((container) => {
      const options = objectIn(objectIn(container, 'logConfiguration') ?? {}, 'options') ?? {};
      return textIn(options, 'awslogs-group') ?? [];
    }),
  );
  return new Set([...state.logs.keys(), ...named, ...(asked === undefined || asked === '' ? [] : [asked])]);
}

function groupView(state: EcsState, name: string): WireObject {
  const lines = [...(state.logs.get(name)?.values() ?? [])].flat().filter(({ at }) => at <= state.now);
  const first = lines.reduce((earliest, { at }) => Math.min(earliest, at), state.now);
  return {
    logGroupName: name,
    creationTime: first,
    metricFilterCount: 0,
    arn: `${groupArn(state, name)}:*`,
    storedBytes: lines.reduce((bytes, { message }) => bytes + Buffer.byteLength(message), 0),
    logGroupClass: 'STANDARD',
    logGroupArn: groupArn(state, name),
  };
}

function groupArn({ account, region }: EcsState, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}
