import { decide, denialText, denied, isDenied } from '../identity/check-permission.ts';
import type { Principal } from '../identity/principal.ts';
import { AwsFault, type Call, type WireObject } from '../model/service.ts';
import { stsOperations } from '../services/sts/index.ts';
import type { Authentication } from '../wire/authenticate.ts';
import type { AwsProtocol, AwsRequest } from '../wire/aws-protocol.ts';
import type { Need } from '../world/hosted-service.ts';
import type { NeededPermission } from '../world/request-log.ts';
import type { World } from '../world/world.ts';

/** A request whose caller is known; null for an operation that is not signed. */
export interface ProvenRequest extends AwsRequest {
  readonly authentication: Authentication | null;
  readonly protocol: AwsProtocol;
  /** Told of each permission that the request needs. */
  readonly onNeed: (needed: NeededPermission) => void;
}

/** Checks the caller's permission and runs the operation on the state of its account and region. Throws `AwsFault`. */
export async function runOperation(world: World, request: ProvenRequest): Promise<WireObject> {
  return request.service === 'sts' ? await runSts(world, request) : await runService(world, request);
}

async function runSts({ clock, identities, issuerKeys }: World, request: ProvenRequest): Promise<WireObject> {
  const { operation, input, authentication } = request;
  const caller = authentication?.principal ?? null;
  const resource = String(input.RoleArn ?? '*');
  // GetCallerIdentity needs no permission on AWS and cannot be denied.
  if (operation !== 'GetCallerIdentity' && caller !== null) {
    checkPermission(caller, request, { action: `sts:${operation}`, resource, context: {}, shown: resource });
  }
  const run = stsOperations[operation];
  if (run === undefined) throw new AwsFault('InvalidAction', `Could not find operation ${operation}`);
  return await run({ identities, issuers: issuerKeys }, { input, caller, now: clock.now() });
}

async function runService({ clock, lookup, registries, services }: World, request: ProvenRequest): Promise<WireObject> {
  const { operation, input, authentication, onNeed } = request;
  const service = services.find(({ name }) => name === request.service);
  if (service === undefined || authentication === null) {
    throw new AwsFault('UnknownOperationException', `the sandbox has no operation ${operation}`);
  }
  const { principal, region } = authentication;
  const scope = { account: principal.account, region };
  if (service.name === 'ecr' || service.name === 'ecs') await registries.open(scope);
  for (const need of service.needs(operation, input, scope)) checkPermission(principal, request, need);
  const isAllowed: Call['isAllowed'] = (action, resource, context = {}) => {
    onNeed({ action, resource, context });
    return !isDenied(principal.permissions, { action, resource, context });
  };
  const call = { operation, input, ...scope, callerArn: principal.arn, isAllowed, now: clock.now(), lookup };
  return (await service.run(call)) as WireObject;
}

function checkPermission(
  { arn, permissions }: Principal,
  { protocol, onNeed }: ProvenRequest,
  { action, resource, context, shown }: Need,
): void {
  onNeed({ action, resource, context });
  const decision = decide(permissions, { action, resource, context });
  if (decision !== 'allowed') throw denied(protocol.name, denialText(arn, { action, resource: shown }, decision));
}
