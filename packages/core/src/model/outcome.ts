/** How a target ended. */
export type Outcome =
  | 'succeeded'
  | 'unchanged'
  /** It was waited for until the stage that was asked for, and continues by itself. */
  | 'in-progress'
  | 'failed'
  | 'rolled-back'
  | 'superseded'
  | 'stopped'
  | 'timed-out'
  | 'paused'
  | 'skipped'
  | 'cancelled';
