import { textIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { type CloudFormationState, findStack, type Stack } from '../state.ts';

const pageSize = 100;

export const describeStacks: Operation<CloudFormationState> = (state, { input }) => {
  const name = textIn(input, 'StackName');
  if (name !== undefined) {
    const stack = findStack(state, name);
    if (stack === null) throw new AwsFault('ValidationError', `Stack with id ${name} does not exist`);
    return { Stacks: [stackView(stack)] };
  }
  const stacks = [...state.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE');
  const page = pageOf(stacks, { size: pageSize, token: textIn(input, 'NextToken') });
  if (page === null) throw new AwsFault('ValidationError', 'The nextToken is not valid');
  return { Stacks: page.items.map(stackView), NextToken: page.nextToken };
};

function stackView(stack: Stack): WireObject {
  const outputs = Object.entries(stack.outputs).map(([OutputKey, { value, exportName, description }]) => ({
    OutputKey,
    OutputValue: value,
    Description: description,
    ExportName: exportName,
  }));
  const parameters = Object.entries(stack.parameters);
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.description,
    Parameters: parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    CreationTime: new Date(stack.createdAt).toISOString(),
    LastUpdatedTime: stack.updatedAt === null ? undefined : new Date(stack.updatedAt).toISOString(),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    DisableRollback: 'false',
    NotificationARNs: [],
    Outputs: outputs.length === 0 ? undefined : outputs,
    Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
    EnableTerminationProtection: 'false',
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
