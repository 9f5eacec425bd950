import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { pathText } from './type-problems.ts';

/** A text in a task definition that somebody was to fill in. */
export interface Placeholder {
  /** `containerDefinitions[app].secrets[DB].valueFrom`. */
  readonly path: string;
  /** What stands there still: `<AWS_REGION>`, `${IMAGE}`, `REGION`. */
  readonly text: string;
}

/** Members whose value names something in AWS, so that no part of it is free text. */
const references: ReadonlySet<string> = new Set([
  'image',
  'executionRoleArn',
  'taskRoleArn',
  'valueFrom',
  'awslogs-group',
  'awslogs-region',
  'credentialsParameter',
  'fileSystemId',
  'accessPointId',
  'family',
]);

const marks =
  /<[A-Za-z][\w .-]*>|\$\{[^}]*\}|\$[A-Z][A-Z0-9_]+|__[A-Z][A-Z0-9_]*__|\{\{[^}]*\}\}|\bX{4,}\b|\b(?:YOUR|MY)[-_][A-Z0-9_-]+\b/;
const whole = new RegExp(`^(?:${marks.source})$`);

/** Values that are still what a template had in their place. Free texts, such as commands, count only as a whole. */
export function placeholdersIn(definition: JsonObject): readonly Placeholder[] {
  return leavesOf(definition, []).flatMap(({ path, value }) => {
    const member = String(path.at(-1));
    const text = references.has(member) ? referenceMark(value) : (whole.exec(value)?.[0] ?? null);
    return text === null ? [] : [{ path: pathText(definition, path), text }];
  });
}

function referenceMark(value: string): string | null {
  const marked = marks.exec(value)?.[0];
  if (marked !== undefined) return marked;
  const [prefix, , , region = '', account = ''] = value.split(':');
  if (prefix !== 'arn') return null;
  if (region !== '' && !isRegion(region)) return region;
  return account !== '' && !/^(?:\d{12}|aws)$/.test(account) ? account : null;
}

/** Whether a text has the form of a region: `eu-west-1`, `us-gov-east-1`. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(text);
}

interface Leaf {
  readonly path: readonly PropertyKey[];
  readonly value: string;
}

function leavesOf(value: Json, path: readonly PropertyKey[]): readonly Leaf[] {
  if (typeof value === 'string') return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => leavesOf(item, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item ?? null, [...path, key]));
}
