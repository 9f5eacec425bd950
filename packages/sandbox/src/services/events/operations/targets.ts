import { objectIn, objectsIn, textIn, textsIn } from '../../../model/input.ts';
import { AwsFault, type Call, type Operation, type WireObject } from '../../../model/service.ts';
import { passRoleDenied } from '../../ecs/index.ts';
import { validation } from '../faults.ts';
import { checkManaged, ruleOf } from '../find.ts';
import type { EventsState } from '../state.ts';
import { paged } from './rules.ts';

const mostInRequest = 10;
const mostOfRule = 5;
const longestInput = 8192;
const launchTypes = ['EC2', 'FARGATE', 'EXTERNAL'];

/** PutTargets: a target of the same id is replaced whole. Entries fail one by one, in an answer of status 200. */
export const putTargets: Operation<EventsState> = (state, call) => {
  const { input } = call;
  const rule = ruleOf(state, input, 'Rule');
  checkManaged(rule, input);
  const targets = objectsIn(input, 'Targets') ?? [];
  if (targets.length < 1 || targets.length > mostInRequest) throw validation('Parameter Targets is not valid.');
  for (const target of targets) checkTarget(target, call);
  const ids = new Set([...rule.targets.keys(), ...targets.map(({ Id }) => Id)]);
  if (ids.size > mostOfRule) {
    throw new AwsFault('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
  }
  return entries(
    state,
    targets.map(({ Id }) => String(Id)),
    (id, index) => {
      rule.targets.set(id, targets[index] ?? {});
    },
  );
};

export const removeTargets: Operation<EventsState> = (state, { input }) => {
  const rule = ruleOf(state, input, 'Rule');
  checkManaged(rule, input);
  return entries(state, textsIn(input, 'Ids') ?? [], (id) => {
    rule.targets.delete(id);
  });
};

export const listTargetsByRule: Operation<EventsState> = (state, { input }) => {
  const rule = ruleOf(state, input, 'Rule');
  const { items, nextToken } = paged([...rule.targets.values()], input);
  return { Targets: items, NextToken: nextToken };
};

/** Does each entry, unless a test has ordered it to fail. */
function entries(state: EventsState, ids: readonly string[], apply: (id: string, index: number) => void): WireObject {
  const failed: WireObject[] = [];
  for (const [index, id] of ids.entries()) {
    const code = state.entryFaults.shift();
    if (code === undefined) apply(id, index);
    else failed.push({ TargetId: id, ErrorCode: code, ErrorMessage: `The target ${id} could not be changed.` });
  }
  return { FailedEntryCount: failed.length, FailedEntries: failed };
}

function checkTarget(target: WireObject, call: Call): void {
  const id = textIn(target, 'Id') ?? '';
  const arn = textIn(target, 'Arn') ?? '';
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(id)) throw validation(`Parameter Id is not valid. Reason: ${id}`);
  if (!arn.startsWith('arn:'))
    throw validation(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  if ((textIn(target, 'Input') ?? '').length > longestInput) {
    throw validation(`Parameter Input is not valid. Reason: more than ${longestInput} characters.`);
  }
  if (['Input', 'InputPath', 'InputTransformer'].filter((member) => target[member] != null).length > 1) {
    throw validation('Only one of Input, InputPath, or InputTransformer must be provided for each target');
  }
  if (/^arn:[^:]+:ecs:[^:]*:\d*:cluster\//.test(arn)) checkEcsTarget(target, call);
}

function checkEcsTarget(target: WireObject, call: Call): void {
  const parameters = objectIn(target, 'EcsParameters');
  const role = textIn(target, 'RoleArn');
  if (!role) throw validation(`RoleArn is required for target ${target.Arn}.`);
  if (parameters === undefined || !textIn(parameters, 'TaskDefinitionArn')) {
    throw validation(`EcsParameters with a TaskDefinitionArn are required for target ${target.Id}.`);
  }
  const launchType = textIn(parameters, 'LaunchType');
  if (launchType !== undefined && !launchTypes.includes(launchType)) {
    throw validation(`Parameter LaunchType is not valid. Reason: ${launchType}`);
  }
  if (launchType !== undefined && (objectsIn(parameters, 'CapacityProviderStrategy') ?? []).length > 0) {
    throw validation('LaunchType and CapacityProviderStrategy can not be given together.');
  }
  const denial = passRoleDenied(call, role, 'events.amazonaws.com');
  if (denial !== null) throw denial;
}
