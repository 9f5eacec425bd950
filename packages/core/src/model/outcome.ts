/** How a target ended. */
export type Outcome =
  | 'succeeded'
  | 'unchanged'
  | 'failed'
  | 'rolled-back'
  | 'superseded'
  | 'stopped'
  | 'timed-out'
  | 'paused'
  | 'skipped'
  | 'cancelled';
