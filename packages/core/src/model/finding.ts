import type { StandingRequest } from './operation.ts';

/** One thing that `funade doctor` has looked at. JSON; nothing in it is a secret. */
export interface Finding {
  /** For programs: `identity`, `builder`, `log-group`. */
  readonly kind: string;
  /** For people: `region`, `log group /ecs/api`. */
  readonly what: string;
  /** `unknown`: it could not be looked at, or there is nothing to look at yet. */
  readonly result: 'ok' | 'warning' | 'failed' | 'unknown';
  /** What is there, or what is wrong with it. May have several lines. */
  readonly text: string;
  /** The command or the policy that mends it, or what to look at; null: nothing is to be done. */
  readonly mend: string | null;
}

/** What a plugin is asked about its part of the machine and of AWS. */
export interface DiagnoseRequest<Options = unknown> extends StandingRequest<Options> {
  /** Whether AWS answers and knows who we are. */
  readonly online: boolean;
}
