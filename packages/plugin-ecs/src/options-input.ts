/** What a service writes under `ecs`: where it runs and which containers get its images. */
export type EcsOptionsInput = EcsLocationInput & (SingleContainerInput | SeveralContainersInput);

interface EcsLocationInput {
  /** Name or ARN of the cluster. */
  readonly cluster: string;
  /** Name of the ECS service in that cluster. */
  readonly service: string;
  readonly wait?: WaitInput;
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

export interface WaitInput {
  /**
   * How long to wait for the rollout, such as `20m` or `1h30m`. Default: 15 minutes plus the service's health-check grace
   * period, bake time and traffic-shift steps.
   */
  readonly budget?: string;
}
