import type { PluginRequest, PluginTarget, TurnContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { settleAll } from '../api/settle-all.ts';
import { readService } from '../arrival/read-service.ts';
import type { EcsOptions } from '../options/options.ts';
import { rolloutPolicy } from '../rollout/rollout-policy.ts';
import { serviceFacts } from '../service/service-facts.ts';
import { serviceView } from '../service/service-view.ts';
import { waitForTurn } from './wait-for-turn.ts';

/**
 * Waits until no deployment of these targets' services is in progress, or only one that nothing will ever end. Reads only.
 *
 * Throws `DEPLOYMENT_BUSY` for a target that is not to wait, before any other is waited for, and for one whose turn does not
 * come in time.
 */
export async function waitForTurns({ targets }: PluginRequest<EcsOptions>, context: TurnContext): Promise<void> {
  const isPatient = ({ options }: PluginTarget<EcsOptions>): boolean => options.onBusy !== 'fail';
  for (const group of [targets.filter((target) => !isPatient(target)), targets.filter(isPatient)]) {
    await settleAll(group.map((target) => wait(target, context)));
  }
}

async function wait({ id, options }: PluginTarget<EcsOptions>, context: TurnContext): Promise<void> {
  const service = await readService(await useEcs(context), options, context.signal);
  if (service === null) return;
  const { onBusy, steadySeconds: budgetSeconds } = rolloutPolicy(options, serviceFacts(service.seen));
  const say = (text: string): void => context.say(id, text);
  // Of any revision: one that is wanted already has nothing to wait for.
  const turn = { place: options, taskDefinition: '', onBusy, budgetSeconds };
  await waitForTurn(turn, serviceView(service.seen), { ...context, progress: say, warn: say });
}
