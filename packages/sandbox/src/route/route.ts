import { internalFault } from '../model/internal-fault.ts';
import { awsJson } from '../wire/aws-json.ts';
import type { Incoming, Outgoing } from '../wire/exchange.ts';
import { writeAnswer } from '../wire/http.ts';
import type { World } from '../world/world.ts';
import { routeAws } from './route-aws.ts';
import { routeOidc } from './route-oidc.ts';

/** Answers one request on the main endpoint: the issuer is under `/oidc`, everything else is AWS. */
export async function route(world: World, request: Incoming, response: Outgoing): Promise<void> {
  world.clock.enter();
  try {
    if (isOidc(request)) await routeOidc(world, request, response);
    else await routeAws(world, request, response);
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else await writeAnswer(response, awsJson.failure(internalFault(error), world.random.uuid()));
  } finally {
    world.clock.leave();
  }
}

function isOidc({ url = '/' }: Incoming): boolean {
  return url === '/oidc' || url.startsWith('/oidc/') || url.startsWith('/oidc?');
}
