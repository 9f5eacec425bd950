import type { Change } from '@funade/core';

/** One container's image before and after. `to` is what people read: a tag, with the digest when it is known already. */
export interface ImageChange {
  readonly container: string;
  readonly from: string | null;
  readonly to: string;
}

/** What a new revision changes, for people; containers whose image stays are left out. */
export function imageChanges(images: readonly ImageChange[]): readonly Change[] {
  return images
    .filter(({ from, to }) => from !== to)
    .map(({ container, from, to }) => ({ path: `containerDefinitions[${container}].image`, from, to }));
}

/** `shop-api:12` of `arn:aws:ecs:…:task-definition/shop-api:12`; what is no ARN stays as it is. */
export function revisionName(taskDefinition: string): string {
  return taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1);
}
