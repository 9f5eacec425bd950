import type {
  ContainerDefinition,
  CreateServiceCommandInput,
  RegisterTaskDefinitionCommandInput,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';

/** A text with a template in it, in the place of a number, a boolean or a name. */
type Template = `${string}{{${string}}}${string}`;

/**
 * What AWS takes, as it is written in a config: templates stand where numbers, booleans and names do, and a number or
 * boolean where AWS has a text (`cpu: 256`).
 */
export type Written<T> = T extends string
  ? string extends T
    ? T | number | boolean
    : T | Template
  : T extends number | boolean
    ? T | Template
    : T extends readonly (infer Item)[]
      ? readonly Written<Item>[]
      : T extends object
        ? { readonly [Member in keyof T]: Written<T[Member]> }
        : T;

/** The same for what is laid over what runs: members of a structure that are not written stay. */
type Overlay<T> = T extends readonly unknown[]
  ? Written<T>
  : T extends object
    ? { readonly [Member in keyof T]?: Overlay<T[Member]> | undefined }
    : Written<T>;

/** Where the revision comes from that is deployed, and how the service is to be. */
export interface DefinitionInput {
  /**
   * What the new revision is made from: `latest` (the latest active revision of the family), the path of a JSON, JSON5 or
   * YAML file relative to the config, or the body of RegisterTaskDefinition. Default: the revision that the service runs.
   */
  readonly taskDefinition?: TaskDefinitionInput;
  /**
   * What `<NAME>`, `${NAME}` and `__NAME__` stand for in the task definition (of a file, or written here), in `settings` and in
   * `tasks`, by name. With it, a placeholder that nothing is named for is refused.
   */
  readonly placeholders?: Readonly<Record<string, string | number | boolean>>;
  /**
   * Settings of the service, as UpdateService accepts them: sent only when they differ from what is running. Those of CreateService
   * beside them (`launchType`, `role`, `schedulingStrategy`, `tags`) are for a service that does not exist yet. Or the path of
   * a JSON, JSON5 or YAML file relative to the config that holds them, such as an answer of DescribeServices.
   */
  readonly settings?: ServiceSettingsInput | DefinitionFile;
}

type NamesOfServices = 'cluster' | 'service' | 'serviceName' | 'taskDefinition' | 'forceNewDeployment' | 'clientToken';

export type ServiceSettingsInput = Overlay<
  Omit<UpdateServiceCommandInput, NamesOfServices> &
    Pick<CreateServiceCommandInput, 'launchType' | 'role' | 'schedulingStrategy' | 'tags'>
> & { readonly autoscaling?: AutoscalingInput };

/**
 * Between which counts Application Auto Scaling keeps the service. What is not written stays as it is; a service that is not scaled
 * yet needs both limits.
 */
export interface AutoscalingInput {
  readonly min?: Written<number>;
  readonly max?: Written<number>;
  /** Whether scaling is suspended: all of it, or scaling in, scaling out and scheduled scaling each by itself. */
  readonly suspended?:
    | Written<boolean>
    | { readonly in?: Written<boolean>; readonly out?: Written<boolean>; readonly scheduled?: Written<boolean> };
}

/** The path of a file. */
type DefinitionFile = `${string}.${'json' | 'json5' | 'yaml' | 'yml'}`;

export type TaskDefinitionInput = 'latest' | DefinitionFile | Written<RegisterTaskDefinitionCommandInput>;

/** What is set of a container. What is not named stays as it is. */
export type ContainerSettingsInput = {
  /** Variables by name, merged over the existing ones; null removes one. */
  readonly environment?: Readonly<Record<string, string | number | boolean | null>>;
  /** ARN (or name of an SSM parameter) by variable name, merged over the existing ones; null removes one. */
  readonly secrets?: Readonly<Record<string, string | null>>;
  /** Fields of which nothing is kept but what is written here. Default: none. */
  readonly exclusive?: readonly (keyof ContainerDefinition)[];
} & {
  /** Any other field of a container; structures are merged by key, null removes a field. */
  readonly [Field in Exclude<keyof ContainerDefinition, 'name' | 'image' | 'environment' | 'secrets'>]?: Overlay<
    ContainerDefinition[Field]
  > | null;
};

/** What is set of a container, and the image that it gets. */
export type ContainerInput = ContainerSettingsInput & {
  /** Name of the image under `ecr.images`; a service's only image goes by the service's name. Default: the image stays. */
  readonly image?: string;
};
