import { type DeployError, resourceKey, type StepContext } from '@funade/core';

const saidKey = resourceKey<{ yet: boolean }>('ecs.blind');

/** Says once a command that service deployments cannot be read, so that the verdict rests on DescribeServices alone. */
export async function sayBlind(error: DeployError, context: StepContext): Promise<void> {
  const said = await context.resources.use(saidKey.of(context.environment.name), () => ({ yet: false }));
  if (said.yet) return;
  said.yet = true;
  context.warn(
    `service deployments cannot be read (${error.message}): results rely on ecs:DescribeServices alone, without pauses, stages or who rolled back`,
  );
}
