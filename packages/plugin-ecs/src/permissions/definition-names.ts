import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { type LogGroupReference, logGroupsOf, rolesOf, secretsOf } from '../verify/references.ts';

/** What a task definition names that permissions are about. JSON. */
export type DefinitionNames = {
  readonly family: string;
  readonly taskRole: string | null;
  readonly executionRole: string | null;
  /** `valueFrom`, each once. */
  readonly secrets: readonly string[];
  readonly logGroups: readonly Omit<LogGroupReference, 'container'>[];
};

/** Reads the names in a task definition; those that a template has not filled are left out. */
export function definitionNames(definition: JsonObject): DefinitionNames {
  const roles = rolesOf(definition).filter(({ arn }) => isFilled(arn));
  const groups = logGroupsOf(definition).filter(({ group }) => isFilled(group));
  return {
    family: String(definition.family ?? ''),
    taskRole: roles.find(({ usage }) => usage === 'task role')?.arn ?? null,
    executionRole: roles.find(({ usage }) => usage === 'execution role')?.arn ?? null,
    secrets: [...new Set(secretsOf(definition).map(({ valueFrom }) => valueFrom))].filter(isFilled).toSorted(),
    logGroups: groups.map(({ group, region, created }) => ({ group, region, created })),
  };
}

/** The part of a task definition that has names in it: what else a template of a file stands for need not be known. */
export function namingPart(definition: JsonObject): JsonObject {
  const { family, taskRoleArn, executionRoleArn, containerDefinitions } = definition;
  const containers = Array.isArray(containerDefinitions) ? containerDefinitions.filter(isContainer) : [];
  return {
    family,
    taskRoleArn,
    executionRoleArn,
    containerDefinitions: containers.map(({ name, secrets, logConfiguration, repositoryCredentials }) => ({
      name,
      secrets,
      logConfiguration,
      repositoryCredentials,
    })),
  };
}

/** ARNs or names under `roleArn`, anywhere in the settings of a service: roles that ECS itself acts with. */
export function rolesInSettings(settings: Json | undefined): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  if (Array.isArray(settings)) return settings.flatMap(rolesInSettings);
  return Object.entries(settings).flatMap(([member, value]) =>
    typeof value === 'string' ? (member === 'roleArn' ? [value] : []) : rolesInSettings(value),
  );
}

function isContainer(value: Json): value is JsonObject {
  return isJsonObject(value);
}

function isFilled(text: string): boolean {
  return !text.includes('{{');
}
