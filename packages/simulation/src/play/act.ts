import type { JsonObject } from '@funade/core';
import type { Scene } from '../model/scene.ts';
import type { OtherAct, OtherName } from '../model/story.ts';
import { clusterOf } from '../world/seed-of.ts';

type Named = Extract<OtherAct, { readonly act: OtherName }>;

/** Does what somebody else does to a service, now. Returns how it went: `done`, or why not. */
export async function act(scene: Scene, { act: name, environment, service }: Named): Promise<string> {
  const { seen, deployments } = scene.look(environment, service);
  if (seen === null || seen.status !== 'ACTIVE') return 'there is no such service';
  const { account, region } = scene.environment(environment);
  const call = (operation: string, input: JsonObject) =>
    scene.sandbox.call(operation, input as Readonly<Record<string, unknown>>, { account, region });
  const place = { cluster: clusterOf(environment), service };
  const own = scene.definitions(environment).filter(({ family }) => family === familyOf(seen));
  const running = String(seen.taskDefinition);
  try {
    switch (name) {
      case 'update-service': {
        const oldest = own.find(({ status }) => status === 'ACTIVE');
        await call('ecs.UpdateService', { ...place, taskDefinition: String(oldest?.taskDefinitionArn ?? running) });
        break;
      }
      case 'force-deployment':
        await call('ecs.UpdateService', { ...place, forceNewDeployment: true });
        break;
      case 'scale-to-zero':
        await call('ecs.UpdateService', { ...place, desiredCount: 0 });
        break;
      case 'scale-out':
        scene.scale(environment, service, Number(seen.desiredCount) + 1);
        break;
      case 'stop-deployment':
        await call('ecs.StopServiceDeployment', {
          serviceDeploymentArn: String(deployments[0]?.serviceDeploymentArn),
          stopType: 'ROLLBACK',
        });
        break;
      case 'deregister-revision': {
        const other = own.find(({ taskDefinitionArn, status }) => taskDefinitionArn !== running && status === 'ACTIVE');
        if (other === undefined) return 'there is no other revision';
        await call('ecs.DeregisterTaskDefinition', { taskDefinition: String(other.taskDefinitionArn) });
        break;
      }
      case 'register-revision':
        await call(
          'ecs.RegisterTaskDefinition',
          copyOf(own.find(({ taskDefinitionArn }) => taskDefinitionArn === running)),
        );
        break;
      case 'delete-service':
        await call('ecs.DeleteService', { ...place, force: true });
        break;
      case 'push-tag':
        return await pushTag(scene, environment, service);
    }
    return 'done';
  } catch (error) {
    return String((error as { readonly code?: unknown }).code ?? error);
  }
}

function familyOf(seen: JsonObject): string {
  return String(seen.taskDefinition).split('/').at(-1)?.split(':')[0] ?? '';
}

/** What somebody registers who changes the memory in the console. */
function copyOf(definition: JsonObject | undefined): JsonObject {
  if (definition === undefined) throw new Error('it runs no revision');
  const { family, networkMode, cpu, requiresCompatibilities, containerDefinitions, executionRoleArn } = definition;
  return {
    family,
    networkMode,
    cpu,
    memory: '1024',
    requiresCompatibilities,
    containerDefinitions,
    executionRoleArn,
  } as JsonObject;
}

/** Somebody lets the tag of a release name the image of another one. */
async function pushTag(scene: Scene, environment: string, service: string): Promise<string> {
  const { account, region } = scene.environment(environment);
  const repositoryName = scene.story.world.services.find(({ name }) => name === service)?.image ?? '';
  const scope = { account, region };
  const { images } = (await scene.sandbox.call(
    'ecr.BatchGetImage',
    { repositoryName, imageIds: [{ imageTag: 'v1.3.0' }] },
    scope,
  )) as { readonly images: readonly { readonly imageManifest: string }[] };
  const imageManifest = images[0]?.imageManifest ?? '';
  await scene.sandbox.call('ecr.PutImage', { repositoryName, imageManifest, imageTag: 'v1.1.0' }, scope);
  return 'done';
}
