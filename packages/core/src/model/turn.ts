import type { TargetId } from './environment.ts';
import type { RunContext } from './run-context.ts';

/** A target whose turn has not come: a plan made now would stand on something that is still in progress. */
export interface Waiting {
  readonly target: TargetId;
  /** Names what is in progress, such as the id of a deployment. */
  readonly occupant: string;
}

/** The context while the turn of targets is waited for. */
export interface TurnContext extends RunContext {
  /** Says how far what is in progress is, in a few words. */
  say(target: TargetId, text: string): void;
}
