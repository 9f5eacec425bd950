import { createHash } from 'node:crypto';
import type { Scope } from '../../model/service.ts';
import type { StackSeed } from './seed.ts';

export interface Stack extends StackSeed {
  readonly name: string;
  /** `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number | null;
}

/** CloudFormation of one account and region. */
export interface CloudFormationState extends Scope {
  /** By id; a deleted stack stays, and its name is free again. */
  readonly stacks: Map<string, Stack>;
}

export function createCloudFormationState(account: string, region: string): CloudFormationState {
  return { account, region, stacks: new Map() };
}

/** The stack of this name that is not deleted, or the one of this id whatever has become of it; null when there is none. */
export function findStack({ stacks }: CloudFormationState, name: string): Stack | null {
  const byId = stacks.get(name);
  if (byId !== undefined) return byId;
  for (const stack of stacks.values()) if (stack.name === name && stack.status !== 'DELETE_COMPLETE') return stack;
  return null;
}

interface Putting {
  readonly seed: StackSeed;
  readonly now: number;
}

/** Puts a stack, as a seed or a test writes it, in place of the one of this name that is not deleted. */
export function putStack(state: CloudFormationState, name: string, { seed, now }: Putting): void {
  const before = findStack(state, name);
  const id = before?.id ?? newStackId(state, name);
  const times = { createdAt: before?.createdAt ?? now, updatedAt: before === null ? null : now };
  state.stacks.set(id, { ...seed, name, id, ...times });
}

function newStackId({ account, region, stacks }: CloudFormationState, name: string): string {
  const hex = createHash('sha256').update(`${account}/${region}/${name}/${stacks.size}`).digest('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/${uuid}`;
}
