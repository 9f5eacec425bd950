/** How many failed tasks of a deployment the circuit breaker of a service bears. */
export interface Tolerance {
  /** So many failed tasks make ECS give up. */
  readonly failures: number;
  /** Whether a healthy task makes ECS count from the start. */
  readonly resets: boolean;
}
