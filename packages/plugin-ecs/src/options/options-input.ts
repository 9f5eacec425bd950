import type { ContainerInput, ContainerSettingsInput, DefinitionInput } from './definition-options-input.ts';
import type { ExpressServiceInput } from './express-options-input.ts';
import type { RolloutOptionsInput } from './rollout-options-input.ts';
import type { TasksInput } from './task-options-input.ts';

/** What a service writes under `ecs`: where it runs, what its revisions are made from, which containers get its images. */
export type EcsOptionsInput = EcsLocationInput &
  (((ServiceInput | JobInput) & (SingleContainerInput | SeveralContainersInput)) | ExpressServiceInput);

interface EcsLocationInput extends RolloutOptionsInput, TasksInput {
  /** Name or ARN of the cluster. */
  readonly cluster: string;
}

interface ServiceInput extends DefinitionInput {
  /** Name of the ECS service in that cluster. */
  readonly service: string;
}

/** A job: no service of ECS runs it, but schedules, or people. */
interface JobInput extends DefinitionInput {
  readonly service?: never;
  readonly taskDefinition: Exclude<NonNullable<DefinitionInput['taskDefinition']>, 'latest'>;
}

/** One container gets the target's only image. */
interface SingleContainerInput {
  /** Name of the container, as in the task definition. */
  readonly container: string;
  /** Settings by container name; containers that are not named stay as they are. */
  readonly containers?: Readonly<Record<string, ContainerSettingsInput & { readonly image?: never }>>;
}

/** Several containers get images. */
interface SeveralContainersInput {
  /**
   * Image name, or image name and settings, by container name, such as `{ web: 'web', nginx: { image: 'proxy', cpu: 64 } }`.
   * Containers that are not named stay as they are.
   */
  readonly containers: Readonly<Record<string, string | ContainerInput>>;
  readonly container?: never;
}
