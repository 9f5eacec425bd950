import { resourceName } from '@funade/aws';
/** `shop-api:12` of `arn:aws:ecs:…:task-definition/shop-api:12`; what is no ARN stays as it is. */
export function revisionName(taskDefinition: string): string {
  return resourceName(taskDefinition);
}

/** `shop-api` of `arn:aws:ecs:…:task-definition/shop-api:12`. */
export function familyOf(taskDefinition: string): string {
  return revisionName(taskDefinition).split(':')[0] ?? '';
}

/** The number of a revision; 0 of what has none. */
export function revisionNumber(taskDefinition: string): number {
  return Number(revisionName(taskDefinition).split(':')[1] ?? 0);
}
