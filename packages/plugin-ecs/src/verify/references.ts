import { isJsonObject, type Json, type JsonObject } from '@funade/core';

/** A role that a task definition names. */
export interface RoleReference {
  readonly usage: 'execution role' | 'task role';
  readonly arn: string;
}

/** A value that ECS fetches when a task starts. */
export interface SecretReference {
  readonly container: string;
  /** Name of the variable or option; what it is for where it has none. */
  readonly name: string;
  readonly valueFrom: string;
}

/** A log group that a container writes to. */
export interface LogGroupReference {
  readonly container: string;
  readonly group: string;
  /** Null: that of the environment. */
  readonly region: string | null;
  /** Whether the tasks make it where it is missing. */
  readonly created: boolean;
}

/** The roles of a task definition. Values that are not known yet are left out, as everywhere here. */
export function rolesOf({ executionRoleArn, taskRoleArn }: JsonObject): readonly RoleReference[] {
  return [
    ...(isText(executionRoleArn) ? [{ usage: 'execution role', arn: executionRoleArn } as const] : []),
    ...(isText(taskRoleArn) ? [{ usage: 'task role', arn: taskRoleArn } as const] : []),
  ];
}

/** The secrets of a task definition: variables, options of log drivers, credentials of private registries. */
export function secretsOf(definition: JsonObject): readonly SecretReference[] {
  return containersOf(definition).flatMap((container) => {
    const { secrets, logConfiguration, repositoryCredentials } = container;
    const options = isJsonObject(logConfiguration) ? logConfiguration.secretOptions : null;
    const credentials = isJsonObject(repositoryCredentials) ? repositoryCredentials.credentialsParameter : null;
    const registry = isText(credentials) ? [{ name: 'registry credentials', valueFrom: credentials }] : [];
    return [...listOf(secrets), ...listOf(options), ...registry].flatMap(({ name, valueFrom }) =>
      isText(valueFrom) ? [{ container: String(container.name), name: String(name), valueFrom }] : [],
    );
  });
}

/**
 * The log groups of a task definition.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
 */
export function logGroupsOf(definition: JsonObject): readonly LogGroupReference[] {
  return containersOf(definition).flatMap(({ name, logConfiguration }) => {
    if (!isJsonObject(logConfiguration) || logConfiguration.logDriver !== 'awslogs') return [];
    const options = isJsonObject(logConfiguration.options) ? logConfiguration.options : {};
    const { 'awslogs-group': group, 'awslogs-region': region, 'awslogs-create-group': create } = options;
    if (!isText(group)) return [];
    return [
      { container: String(name), group, region: isText(region) ? region : null, created: String(create) === 'true' },
    ];
  });
}

/** The containers of a task definition. */
export function containersOf({ containerDefinitions }: JsonObject): readonly JsonObject[] {
  return listOf(containerDefinitions);
}

/** The objects of a list; none of what is no list. */
export function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
