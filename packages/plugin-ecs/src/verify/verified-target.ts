import type { Service } from '@aws-sdk/client-ecs';
import type { Check, ImageArtifact, JsonObject, TargetId } from '@funade/core';
import type { EcsTargetOptions } from '../options/options.ts';

/** A target with what will run there, and the service that will run it. */
export interface VerifiedTarget {
  readonly id: TargetId;
  readonly options: EcsTargetOptions;
  /** The task definition that will run: the body that registers it, or what DescribeTaskDefinition answered. */
  readonly definition: JsonObject;
  /** Null when the plan creates it. */
  readonly service: Service | null;
  /** Settings that the plan writes to the service. */
  readonly settings: JsonObject;
  readonly images: readonly ImageArtifact[];
}

/** What a look at one thing gave. */
export type Found = Pick<Check, 'result' | 'reason'>;

export const ok: Found = { result: 'ok', reason: null };

export function failed(reason: string): Found {
  return { result: 'failed', reason };
}

/** Looking takes this action, and it is not allowed. */
export function notPermitted(action: string): Found {
  return { result: 'not-permitted', reason: `it requires ${action}` };
}
