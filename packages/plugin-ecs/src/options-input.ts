import type { RolloutOptionsInput } from './options/rollout-options-input.ts';

/** What a service writes under `ecs`: where it runs and which containers get its images. */
export type EcsOptionsInput = EcsLocationInput & (SingleContainerInput | SeveralContainersInput);

interface EcsLocationInput extends RolloutOptionsInput {
  /** Name or ARN of the cluster. */
  readonly cluster: string;
  /** Name of the ECS service in that cluster. */
  readonly service: string;
}

/** One container gets the target's only image. */
interface SingleContainerInput {
  /** Name of the container, as in the task definition. */
  readonly container: string;
  readonly containers?: never;
}

/** Several containers get images. */
interface SeveralContainersInput {
  /** Image name by container name, such as `{ web: 'web', nginx: 'proxy' }`. Containers that are not named keep theirs. */
  readonly containers: Readonly<Record<string, string>>;
  readonly container?: never;
}
