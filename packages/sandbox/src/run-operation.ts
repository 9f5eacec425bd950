import { denialText, denied, isDenied } from './identity/check-permission.ts';
import type { Principal } from './identity/principal.ts';
import { AwsFault, type WireObject } from './service.ts';
import { stsOperations } from './services/sts/index.ts';
import type { Authentication } from './wire/authenticate.ts';
import type { AwsProtocol, AwsRequest } from './wire/aws-protocol.ts';
import type { World } from './world.ts';

/** A request whose caller is known; null for an operation that is not signed. */
export interface ProvenRequest extends AwsRequest {
  readonly authentication: Authentication | null;
  readonly protocol: AwsProtocol;
}

/** Checks the caller's permission and runs the operation on the state of its account and region. Throws `AwsFault`. */
export async function runOperation(world: World, request: ProvenRequest): Promise<WireObject> {
  return request.service === 'sts' ? await runSts(world, request) : await runService(world, request);
}

async function runSts({ clock, identities, issuerKeys }: World, request: ProvenRequest): Promise<WireObject> {
  const { operation, input, authentication } = request;
  const caller = authentication?.principal ?? null;
  // GetCallerIdentity needs no permission on AWS and cannot be denied.
  if (operation !== 'GetCallerIdentity') checkPermission(request, caller, String(input.RoleArn ?? '*'));
  const run = stsOperations[operation];
  if (run === undefined) throw new AwsFault('InvalidAction', `Could not find operation ${operation}`);
  return await run({ identities, issuers: issuerKeys }, { input, caller, now: clock.now() });
}

async function runService({ clock, lookup, registries, services }: World, request: ProvenRequest): Promise<WireObject> {
  const { operation, input, authentication } = request;
  const service = services.find(({ name }) => name === request.service);
  if (service === undefined || authentication === null) {
    throw new AwsFault('UnknownOperationException', `the sandbox has no operation ${operation}`);
  }
  const { principal, region } = authentication;
  const scope = { account: principal.account, region };
  checkPermission(request, principal, service.resource(operation, input, scope));
  await registries.open(scope);
  const call = { operation, input, ...scope, callerArn: principal.arn, now: clock.now(), lookup };
  return (await service.run(call)) as WireObject;
}

function checkPermission({ service, operation, protocol }: ProvenRequest, caller: Principal | null, on: string): void {
  const action = `${service}:${operation}`;
  if (caller !== null && isDenied(caller, action)) throw denied(protocol.name, denialText(caller, action, on));
}
