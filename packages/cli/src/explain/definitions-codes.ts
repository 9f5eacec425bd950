import type { Explanations } from './explanation.ts';

/** What the codes about this mean: clusters, services and task definitions. */
export const definitionsCodes: Explanations = {
  CLUSTER_NOT_FOUND: {
    exit: 2,
    means: 'There is no such cluster in the account and region of the environment.',
    mend: 'Correct `ecs.cluster`; the hint lists the clusters that are there.',
    page: 'task-definitions.md',
  },
  SERVICE_NOT_FOUND: {
    exit: 2,
    means: 'There is no such service in the cluster.',
    mend: 'Correct `ecs.service`, or describe how to create it with `taskDefinition` and `settings`.',
    page: 'task-definitions.md#settings-of-the-service',
  },
  SERVICE_CLAIMED_TWICE: {
    exit: 2,
    means: 'Two services of the config are the same service of ECS.',
    mend: 'Give each its own `ecs.service`, or make them one service with several containers.',
    page: 'task-definitions.md',
  },
  SERVICE_NOT_CREATABLE: {
    exit: 2,
    means: 'The service does not exist, and the config does not say everything that CreateService needs.',
    mend: 'Write what the hint names, or correct `ecs.service`.',
    page: 'task-definitions.md#settings-of-the-service',
  },
  SERVICE_DRAINING: {
    exit: 8,
    means: 'The service was deleted and still stops its tasks. ECS creates it again only when they have stopped.',
    mend: 'Deploy again in a few minutes.',
    page: 'task-definitions.md#settings-of-the-service',
  },
  SERVICE_DELETED: {
    exit: 1,
    means: 'The service was deleted while its rollout was in progress.',
    mend: 'Create it again, or remove it from the config.',
    page: 'task-definitions.md',
  },
  CONTROLLER_NOT_SUPPORTED: {
    exit: 8,
    means:
      'The service has the deployment controller CODE_DEPLOY or EXTERNAL: UpdateService cannot give it a task definition.',
    mend: 'Move it to the controller ECS, or deploy it with its own tool.',
    page: 'task-definitions.md#settings-of-the-service',
  },
  UNKNOWN_CONTAINER: {
    exit: 2,
    means: 'The task definition has no container of this name.',
    mend: 'Use one of the names that the hint lists.',
    page: 'task-definitions.md#containers-and-their-images',
  },
  ECS_NO_IMAGE: {
    exit: 2,
    means: 'A container is to get an image, and nothing provides one.',
    mend: 'Describe the image under `ecr`, list `ecr()` before `ecs()`, and name the image that the container gets.',
    page: 'task-definitions.md#containers-and-their-images',
  },
  RUNNING_REVISION_UNKNOWN: {
    exit: 1,
    means: 'Nothing says which task definition the service runs, so there is no base for a new revision.',
    mend: 'Look at the service by the command of the hint, or set `ecs.taskDefinition`.',
    page: 'task-definitions.md#where-a-revision-comes-from',
  },
  TASK_DEFINITION_UNREADABLE: {
    exit: 2,
    means: 'The file of a task definition cannot be read.',
    mend: '`ecs.taskDefinition` is a path relative to the config.',
    page: 'task-definitions.md#where-a-revision-comes-from',
  },
  TASK_DEFINITION_INVALID: {
    exit: 2,
    means: 'ECS would reject the task definition. All problems are listed, with their paths; nothing was sent.',
    mend: 'Correct the file, or `ecs.containers` of the service.',
    page: 'task-definitions.md#what-is-checked',
  },
  TASK_DEFINITION_REFUSED: {
    exit: 2,
    means: 'ECS would reject the task definition because of a limit, such as its size. Nothing was sent.',
    mend: 'Change `ecs.taskDefinition` or `ecs.containers`.',
    page: 'task-definitions.md#what-is-checked',
  },
  TASK_DEFINITION_INACTIVE: {
    exit: 'warning',
    means: 'The revision that the service runs was deregistered. Its tasks run on, and a new revision is made from it.',
    mend: 'Nothing needs to be done; find out who deregisters revisions in use.',
    page: 'prune.md',
  },
  TASK_DEFINITION_NOT_FOUND: {
    exit: 2,
    means: 'A one-off task names a task definition that does not exist.',
    mend: 'Register it, or correct `taskDefinition` of the task.',
    page: 'tasks.md',
  },
  UNKNOWN_FIELD: {
    exit: 'warning',
    means: 'The task definition has a field that this version does not know. It is sent as it is.',
    mend: 'Nothing needs to be done.',
    page: 'task-definitions.md#where-a-revision-comes-from',
  },
  PLAIN_SECRET: {
    exit: 'warning',
    means:
      'A value that looks like a secret stands as plain text in `environment`, where everybody who may read the task definition sees it.',
    mend: 'Keep it in Secrets Manager or SSM, and name its ARN under `secrets`.',
    page: 'configuration.md#lookups',
  },
  PLACEHOLDER: {
    exit: 'warning',
    means: 'A value of the task definition looks like a placeholder that nobody filled.',
    mend: 'Name it under `placeholders`, or use a template.',
    page: 'pipelines.md#placeholders',
  },
  PLACEHOLDER_UNUSED: {
    exit: 'warning',
    means: 'A name under `placeholders` stands nowhere in the files.',
    mend: 'Remove it, or correct its name.',
    page: 'pipelines.md#placeholders',
  },
  SETTINGS_INVALID: {
    exit: 2,
    means: 'UpdateService or CreateService would refuse the settings. All problems are listed; nothing was sent.',
    mend: 'Correct `ecs.settings` of the service.',
    page: 'task-definitions.md#settings-of-the-service',
  },
  SETTINGS_FIXED: {
    exit: 8,
    means: 'A setting can be written only when a service is created, and the service has another value.',
    mend: 'Remove it from the config, or create the service again.',
    page: 'task-definitions.md#settings-of-the-service',
  },
  DESIRED_COUNT_SCALED: {
    exit: 'warning',
    means: '`desiredCount` is written, and Application Auto Scaling changes the count as well.',
    mend: 'Leave `desiredCount` out, or write `autoscaling`.',
    page: 'running-services.md#in-the-config',
  },
  SCALING_UNKNOWN: {
    exit: 'warning',
    means: 'Whether Application Auto Scaling keeps the service between limits could not be read.',
    mend: 'Allow `application-autoscaling:DescribeScalableTargets`.',
    page: 'running-services.md#in-the-config',
  },
  EXPRESS_SERVICE: {
    exit: 8,
    means:
      'The service is one of Express Mode, and the config says nothing of that. An ordinary deploy would change what ECS manages.',
    mend: 'Write `express: {}` beside `service`.',
    page: 'express.md',
  },
  NOT_EXPRESS_SERVICE: {
    exit: 8,
    means: 'The config has `express` for a service that is none of Express Mode.',
    mend: 'Remove it, or name a service that does not exist yet.',
    page: 'express.md',
  },
  EXPRESS_FIXED: {
    exit: 8,
    means: 'The infrastructure role of an Express service cannot be changed.',
    mend: 'Remove `infrastructureRoleArn` from the config.',
    page: 'express.md',
  },
  EXPRESS_NOT_TAKEN_BACK: {
    exit: 'warning',
    means:
      'A rollback brings back the revision of an Express service, and not the other settings that this deploy changes.',
    mend: 'Know it before you confirm.',
    page: 'express.md',
  },
};
