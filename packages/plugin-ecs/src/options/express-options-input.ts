import type { ContainerInput, DefinitionInput, Written } from './definition-options-input.ts';

/**
 * What a service of Express Mode is made with, by the names of CreateExpressGatewayService. What is written is sent, and what
 * is not written stays as it is, or as ECS has it for a new service.
 */
export interface ExpressInput {
  /** Role with which ECS makes the load balancer and the rest. Only for a service that is not there yet, which needs it. */
  readonly infrastructureRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly cpu?: string | number;
  readonly memory?: string | number;
  readonly cpuArchitecture?: 'X86_64' | 'ARM64';
  readonly healthCheckPath?: string;
  readonly networkConfiguration?: {
    readonly subnets?: readonly string[];
    readonly securityGroups?: readonly string[];
  };
  /** How ECS scales it. Default of ECS: 1 to 20 tasks at 60 percent CPU. */
  readonly scalingTarget?: {
    readonly minTaskCount?: Written<number>;
    readonly maxTaskCount?: Written<number>;
    readonly autoScalingMetric?: 'AVERAGE_CPU' | 'AVERAGE_MEMORY' | 'REQUEST_COUNT_PER_TARGET';
    readonly autoScalingTargetValue?: Written<number>;
  };
  /** The container `Main`. Its image is the image of the service. */
  readonly primaryContainer?: {
    readonly containerPort?: Written<number>;
    readonly awsLogsConfiguration?: { readonly logGroup: string; readonly logStreamPrefix: string };
    readonly repositoryCredentials?: { readonly credentialsParameter: string };
    readonly command?: readonly string[];
    /** All variables of the container. Default: those that it has. */
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
    /** All secrets of the container. Default: those that it has. */
    readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  };
  /** Only for a service that is not there yet. */
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** A service of Express Mode: its one container `Main` gets the image, unless a task definition of one's own has more. */
export interface ExpressServiceInput extends Pick<DefinitionInput, 'taskDefinition' | 'placeholders'> {
  /** Name of the service in that cluster. */
  readonly service: string;
  readonly express: ExpressInput;
  /** Default: `Main`. */
  readonly container?: string;
  /** Images and settings by container name, where `taskDefinition` says what there is. */
  readonly containers?: Readonly<Record<string, string | ContainerInput>>;
  readonly settings?: never;
}
