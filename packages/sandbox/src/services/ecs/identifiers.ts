import { createHash } from 'node:crypto';
import type { EcsState } from './state.ts';

const nanoidAlphabet = 'useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict';

/** 64 hexadecimal digits that follow from the account, the region and how many were made before. */
function nextHash(state: EcsState): string {
  state.sequence += 1;
  return hashOf(`${state.account}/${state.region}/${state.sequence}`);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The number of a service revision: nineteen digits, which may begin with 0, so it stays a string. */
export function nextRevisionNumber(state: EcsState): string {
  const digits = (BigInt(`0x${nextHash(state).slice(0, 16)}`) % 10n ** 19n).toString();
  return digits.padStart(19, '0');
}

export function nextTaskId(state: EcsState): string {
  return nextHash(state).slice(0, 32);
}

export function nextUuid(state: EcsState): string {
  const hex = nextHash(state);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** 21 characters, as in service deployment ARNs. */
export function nextNanoid(state: EcsState): string {
  const bytes = Buffer.from(nextHash(state), 'hex').subarray(0, 21);
  return Array.from(bytes, (byte) => nanoidAlphabet[byte % 64]).join('');
}

export function nextHookId(state: EcsState): string {
  return `ecs-pause-${Buffer.from(nextHash(state), 'hex').toString('base64url')}`;
}

export function arnOf(state: EcsState, resource: string): string {
  return `arn:aws:ecs:${state.region}:${state.account}:${resource}`;
}
