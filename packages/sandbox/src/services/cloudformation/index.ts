import { textIn } from '../../model/input.ts';
import type { AwsService } from '../../model/service.ts';
import { describeStacks } from './operations/describe-stacks.ts';
import { listExports } from './operations/list-exports.ts';
import { type CloudFormationState, createCloudFormationState } from './state.ts';

export { type CloudFormationControl, createCloudFormationControl } from './control.ts';
export { type StackInput, stacksSchema } from './seed.ts';
export { type CloudFormationState, putStack } from './state.ts';

/** CloudFormation, as far as others read outputs and exports of stacks. */
export const cloudFormationService: AwsService<CloudFormationState> = {
  name: 'cloudformation',
  wire: {
    protocol: 'query',
    version: '2010-05-15',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  },
  createState: createCloudFormationState,
  operations: { DescribeStacks: describeStacks, ListExports: listExports },
  resource: (_, input, { account, region }) => {
    const name = textIn(input, 'StackName');
    if (name === undefined) return null;
    return name.startsWith('arn:') ? name : `arn:aws:cloudformation:${region}:${account}:stack/${name}/*`;
  },
};
