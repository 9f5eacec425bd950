import { isExactNumber, isJsonObject, type Json, type JsonObject } from '@funade/core';

/** Something in a task definition that ECS would refuse. */
export interface DefinitionProblem {
  /** Where, items by their names: `containerDefinitions[app].healthCheck.interval`. */
  readonly path: string;
  /** What is wrong with the value, and what fits. */
  readonly message: string;
}

/** One container definition and where it stands. */
export interface ContainerView {
  readonly name: string;
  readonly path: string;
  readonly body: JsonObject;
  readonly essential: boolean;
}

/** Where a definition is going to run. */
export interface DefinitionUse {
  /** Whether the service that gets it runs on Fargate. Absent: it is not known to. */
  readonly onFargate?: boolean;
  /** URIs of repositories that ECR holds, whatever host they have. Absent: none beside those of AWS's own hosts. */
  readonly ecrRepositories?: readonly string[];
}

/** A task definition as the rules read it. */
export interface DefinitionView {
  readonly body: JsonObject;
  readonly containers: readonly ContainerView[];
  /** Whether ECS checks it for Fargate. */
  readonly fargate: boolean;
  /** Whether ECS checks it for EC2. */
  readonly ec2: boolean;
  readonly networkMode: string | null;
  readonly windows: boolean;
  /** URIs of repositories that ECR holds. */
  readonly ecrRepositories: readonly string[];
}

/** A rule of ECS over a whole definition: what breaks it, all at once. */
export type DefinitionRule = (view: DefinitionView) => readonly DefinitionProblem[];

/** Reads a request of RegisterTaskDefinition for the rules. A service that runs it on Fargate does so whatever it asks for. */
export function viewOf(body: JsonObject, { onFargate = false, ecrRepositories = [] }: DefinitionUse): DefinitionView {
  const wanted = textsIn(body, 'requiresCompatibilities');
  const system = textIn(objectIn(body, 'runtimePlatform'), 'operatingSystemFamily') ?? 'LINUX';
  return {
    body,
    containers: objectsIn(body, 'containerDefinitions').map((container, index) => {
      const name = textIn(container, 'name') ?? '';
      const path = `containerDefinitions[${name === '' ? index : name}]`;
      return { name, path, body: container, essential: container.essential !== false };
    }),
    fargate: onFargate || wanted.includes('FARGATE'),
    ec2: wanted.includes('EC2'),
    networkMode: textIn(body, 'networkMode'),
    windows: system.startsWith('WINDOWS'),
    ecrRepositories,
  };
}

/** A text member; null where it is missing or something else, such as a reference to a step. */
export function textIn(body: JsonObject | null, member: string): string | null {
  const value = body?.[member];
  return typeof value === 'string' ? value : null;
}

/** A number member; null where it is missing or something else. */
export function numberIn(body: JsonObject | null, member: string): number | null {
  const value = body?.[member];
  if (typeof value === 'number') return value;
  return value !== undefined && isExactNumber(value) ? Number(value.$number) : null;
}

/** A structure; null where it is missing or something else. */
export function objectIn(body: JsonObject | null, member: string): JsonObject | null {
  const value = body?.[member];
  return value !== undefined && isJsonObject(value) ? value : null;
}

/** The structures of a list; none where it is missing. */
export function objectsIn(body: JsonObject | null, member: string): readonly JsonObject[] {
  const value = body?.[member];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts of a list; none where it is missing. */
export function textsIn(body: JsonObject | null, member: string): readonly string[] {
  const value = body?.[member];
  return Array.isArray(value) ? value.filter((item: Json) => typeof item === 'string') : [];
}

/** Whether a member is there and says something: not null, no empty text, no empty list. */
export function says(body: JsonObject | null, member: string): boolean {
  const value = body?.[member];
  if (value === undefined || value === null || value === '' || value === false) return false;
  return !Array.isArray(value) || value.length > 0;
}
