import type { JsonObject } from '@funade/core';

/**
 * The settings that CreateService needs and the config does not say.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export function missingForCreation(settings: JsonObject, definition: JsonObject): readonly string[] {
  const { requiresCompatibilities, networkMode } = definition;
  const onFargate = Array.isArray(requiresCompatibilities) && requiresCompatibilities.includes('FARGATE');
  const needed = {
    desiredCount: settings.schedulingStrategy !== 'DAEMON',
    networkConfiguration: networkMode === 'awsvpc',
    // Without either ECS would take the EC2 launch type.
    launchType: onFargate && settings.capacityProviderStrategy === undefined,
  };
  return Object.entries(needed).flatMap(([name, isNeeded]) => (isNeeded && settings[name] === undefined ? [name] : []));
}
