import type { TargetId } from './environment.ts';
import type { Json } from './json.ts';

/** A setting of a target that the command line sets, whatever the config says. JSON; part of a plan. */
export interface Override {
  readonly target: TargetId;
  /** Below the service: `ecs.settings.desiredCount`. */
  readonly path: string;
  /** What the config says, templates as they are written; null when it says nothing. */
  readonly from: Json;
  readonly to: Json;
}
