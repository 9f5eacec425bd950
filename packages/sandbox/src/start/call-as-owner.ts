import type { Scope, WireObject } from '../model/service.ts';
import type { World } from '../world/world.ts';

/**
 * Does what an operation does when the owner of an account calls it: `ecs.DeregisterTaskDefinition`. It is no request: no fault
 * strikes it, and nothing is logged. Rejects with an Error whose `code` is that of AWS's refusal.
 */
export async function callAsOwner(
  { clock, lookup, registries, services }: World,
  { operation, input, ...scope }: { readonly operation: string; readonly input: WireObject } & Scope,
): Promise<WireObject> {
  const [name, called = ''] = operation.split('.');
  const service = services.find((each) => each.name === name);
  if (service === undefined) throw new TypeError(`the sandbox has no service ${name}`);
  await registries.open(scope);
  const callerArn = `arn:aws:iam::${scope.account}:root`;
  const call = { operation: called, input, ...scope, callerArn, isAllowed: () => true, now: clock.now(), lookup };
  return (await service.run(call)) as WireObject;
}
