import { isRef, type Json, type RevisionArtifact } from '@funade/core/author';
import { revisionName } from '../model/revision.ts';

/** The revision that a target runs in the end, for people and for the input of a step. */
export interface NextRevision {
  /** `shop-api:13`, or `shop-api (new revision)` while it has no number. */
  readonly name: string;
  /** Its ARN, or a reference to the step that registers it. */
  readonly taskDefinition: Json;
}

export function nextRevision({ taskDefinition, family }: RevisionArtifact): NextRevision {
  return isRef(taskDefinition)
    ? { name: `${family} (new revision)`, taskDefinition: { $ref: taskDefinition.$ref } }
    : { name: revisionName(taskDefinition), taskDefinition };
}
