import type { JsonObject } from '@funade/core';
import type { OtherAct, OtherName } from '../model/story.ts';
import { clusterOf } from '../world/seed-of.ts';
import type { Scene } from './scene.ts';

type Named = Extract<OtherAct, { readonly act: OtherName }>;

/** Does what somebody else does to a service, now. Returns how it went: `done`, or why not. */
export function act({ sandbox, environment: find, look }: Scene, { act: name, environment, service }: Named): string {
  const { account, region } = find(environment);
  const control = sandbox.ecs.at({ account, region });
  const place = `${clusterOf(environment)}/${service}` as const;
  const { seen } = look(environment, service);
  if (seen === null || seen.status !== 'ACTIVE') return 'there is no such service';
  try {
    switch (name) {
      case 'update-service':
        control.deploy(place, otherRevision(control.taskDefinitions() as readonly JsonObject[], seen));
        break;
      case 'force-deployment':
        control.deploy(place);
        break;
      case 'scale-to-zero':
        control.scale(place, 0);
        break;
      case 'scale-out':
        control.scale(place, Number(seen.desiredCount) + 1);
        break;
      case 'stop-deployment':
        return 'left out';
      case 'deregister-revision':
        return 'left out';
      case 'register-revision':
        return 'left out';
      case 'delete-service':
        control.deleteService(place);
        break;
      case 'push-tag':
        return 'left out';
    }
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The revision of the service's family that somebody else would put there: the oldest one. */
function otherRevision(definitions: readonly JsonObject[], seen: JsonObject): string {
  const family = String(seen.taskDefinition).split('/').at(-1)?.split(':')[0] ?? '';
  const own = definitions.filter((each) => each.family === family && each.status === 'ACTIVE');
  return String(own[0]?.taskDefinitionArn ?? seen.taskDefinition);
}
