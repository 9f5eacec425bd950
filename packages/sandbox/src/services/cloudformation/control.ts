import { type StackInput, stackSchema } from './seed.ts';
import { type CloudFormationState, findStack, putStack } from './state.ts';

/** What a test may do to CloudFormation, beside what the API allows. */
export interface CloudFormationControl {
  /** Makes a stack, or puts another in its place under the same id. */
  put(name: string, stack: StackInput): void;
  /** Deletes a stack: from then on only its id finds it. */
  remove(name: string): void;
}

/** Makes the control of one state. */
export function createCloudFormationControl(state: CloudFormationState, now: () => number): CloudFormationControl {
  return {
    put: (name, written) => putStack(state, name, { seed: stackSchema.parse(written), now: now() }),
    remove: (name) => {
      const stack = findStack(state, name);
      if (stack !== null) state.stacks.set(stack.id, { ...stack, status: 'DELETE_COMPLETE' });
    },
  };
}
