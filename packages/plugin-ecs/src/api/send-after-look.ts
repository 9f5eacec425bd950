import { pauseBeforeResend } from '@funade/aws';
import { type DeployError, type RunContext, toDeployError } from '@funade/core';
import { takeTurn } from './keep-to-rates.ts';

/** A call that must not be made twice, and before which somebody looks. */
export interface GuardedCall<Answer> {
  readonly operation:
    | 'CreateExpressGatewayService'
    | 'RegisterTaskDefinition'
    | 'RunTask'
    | 'UpdateExpressGatewayService'
    | 'UpdateService';
  /** Looks whether the call is still to be made; what it returns stands for its answer, null: it is. Throws: it must not be. */
  look(attempts: number): Promise<Answer | null>;
  /** Sends it once, with the client of `useEcsForWrites`. Throws errors of ours. */
  send(): Promise<Answer>;
  /** Milliseconds after which a failure is looked at again, beside those of `pauseBeforeResend`. Absent: none is. */
  pause?(error: DeployError, attempts: number): number | null;
}

/**
 * Sends a call right after a look: its turn in ECS's rate is taken before, so that nothing but the call itself lies between
 * the two. Of these calls ECS has a token for RunTask alone: one whose answer was lost, or that was throttled, is looked for
 * before it is sent again.
 */
export async function sendAfterLook<Answer>(call: GuardedCall<Answer>, context: RunContext): Promise<Answer> {
  for (let attempts = 1; ; attempts += 1) {
    await takeTurn(call.operation, context);
    const found = await call.look(attempts);
    if (found !== null) return found;
    try {
      return await call.send();
    } catch (thrown) {
      const error = toDeployError(thrown);
      const pause = call.pause?.(error, attempts) ?? pauseBeforeResend(error, attempts, context);
      if (pause === null) throw error;
      await context.clock.sleep(pause, { signal: context.signal });
    }
  }
}
