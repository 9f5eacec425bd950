import { type DeployError, resourceKey, type StepContext } from '@funade/core';

const saidKey = resourceKey<{ yet: boolean }>('ecs.blind');

/** Says once a command that service deployments can't be seen, so that the verdict rests on DescribeServices alone. */
export async function sayBlind(error: DeployError, context: StepContext): Promise<void> {
  const said = await context.resources.use(saidKey.of(context.environment.name), () => ({ yet: false }));
  if (said.yet) return;
  said.yet = true;
  context.warn(
    `service deployments can't be seen (${error.message}): verdicts rest on ecs:DescribeServices alone, without pauses, stages and who rolled back`,
  );
}
